package io.classcast.cli;

import io.classcast.Version;
import io.classcast.job.ToolJob;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code bcastjar}. */
@Command(name = "bcastjar", mixinStandardHelpOptions = true, version = "bcastjar " + Version.TEXT,
        description = "Runs Java programs with their class path served or staged, brings files to every node, and looks at class paths and jobs.",
        exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:done", "1:it could not be done; one line says why", "2:the command line is wrong"},
        subcommands = {RunCommand.class, ProfileCommand.class, StageCommand.class, VerifyCommand.class, ListCommand.class, InspectCommand.class,
            DoctorCommand.class, CleanCommand.class})
public final class BcastJar {
    /** Created by picocli. */
    public BcastJar() {
    }

    /**
     * Runs the command.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(ToolJob.ownArguments(arguments)));
    }

    /**
     * The command and its subcommands.
     *
     * @return ready to be executed, once
     */
    public static CommandLine commandLine() {
        return new CommandLine(new BcastJar()).setParameterExceptionHandler(new OneLineErrors()).setExecutionExceptionHandler((e, line, result) -> {
            line.getErr().println("bcastjar: " + e.getMessage());
            return 1;
        });
    }
}
