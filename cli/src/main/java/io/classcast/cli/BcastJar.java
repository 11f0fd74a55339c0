package io.classcast.cli;

import io.classcast.Version;
import io.classcast.job.ToolJob;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code bcastjar}: looks at class paths and after node stores. */
@Command(name = "bcastjar", mixinStandardHelpOptions = true, version = "bcastjar " + Version.TEXT,
        description = "Runs Java programs with their class path served, looks at class paths, and after node stores.",
        subcommands = {RunCommand.class, ProfileCommand.class, StageCommand.class, VerifyCommand.class, ListCommand.class, InspectCommand.class, CleanCommand.class})
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

    static CommandLine commandLine() {
        return new CommandLine(new BcastJar()).setExecutionExceptionHandler((e, line, result) -> {
            line.getErr().println("bcastjar: " + e.getMessage());
            return 1;
        });
    }
}
