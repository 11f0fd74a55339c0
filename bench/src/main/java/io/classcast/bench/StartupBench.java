package io.classcast.bench;

import io.classcast.Version;
import io.classcast.cli.OneLineErrors;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command startup-bench: what Classcast costs and what it saves. */
@Command(name = "startup-bench", synopsisSubcommandLabel = "COMMAND", version = "startup-bench " + Version.TEXT,
        description = {"Measures JVM start-up with and without Classcast. Each command prints a table and writes bench/target/COMMAND-jdkN.json.",
            "In an unpacked distribution the file goes to startup-bench/ in the current directory, and run, quick, hello, heap, concat, lambda, workload, model, report and plot work:"
                + " the others need the source tree."},
        exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:done", "1:a bound does not hold (--check), or a trial failed", "2:the command line is wrong, or the command is not"
            + " for a distribution", "3:something went wrong"},
        subcommands = {QuickCommand.class, RunCommand.class, ReportCommand.class, ModelCommand.class, WorkloadCommand.class, ClassLoadCommand.class, ScanCommand.class, HelloCommand.class,
            HeapCommand.class, ConcatCommand.class, LambdaCommand.class, ClassListCommand.class, BroadcastCommand.class, JobCommand.class, StageCommand.class, PlotCommand.class})
public final class StartupBench {
    @Option(names = {"-h", "--help"}, usageHelp = true, description = "print this help")
    private boolean help;
    @Option(names = {"-V", "--version"}, versionHelp = true, description = "print the version")
    private boolean version;

    /** Exit code when something went wrong, as opposed to a bound that does not hold (1) or a wrong command line (2). */
    private static final int FAILED = 3;

    private StartupBench() {
    }

    /**
     * Runs a command and ends the JVM.
     *
     * @param args command line
     */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /**
     * The command and its subcommands.
     *
     * @return ready to be executed, once
     */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new StartupBench()).setCaseInsensitiveEnumValuesAllowed(true).setParameterExceptionHandler(new OneLineErrors());
        return line.setExecutionExceptionHandler((exception, command, result) -> {
            if (!(exception instanceof IOException || exception instanceof IllegalStateException)) {
                throw exception;
            }
            command.getErr().println("startup-bench: " + exception.getMessage());
            return FAILED;
        });
    }
}
