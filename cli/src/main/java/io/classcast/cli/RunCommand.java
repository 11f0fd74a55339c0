package io.classcast.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The help of {@code bcastjar run}; the command itself is the script {@code bin/run.sh}, since it may start no JVM. */
@Command(name = "run", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Starts java with its class path served by Classcast and kept off its command line, so that no rank but 0 spends a single"
        + " file-system operation on it. The class path is taken from -cp, -jar, @argfiles, CLASSPATH or JDK_JAVA_OPTIONS,"
        + " wildcards included. java takes the place of this command: no other process stays.",
    "Options before java are those of the agent, as --KEY=VALUE: --engine, --mode, --loader, --store, --include, --dynamic,"
        + " --timeout, --keep, --profile, --record, --strict, --report, --quiet, --verbose.",
    "--archive auto (default: off): start from an archive of parsed classes where this node has one for this command; where it has"
        + " none, rank 0 makes one when it ends, and the next job brings it to all nodes.",
    "--profile FILE: read, send and store only what the profile names (bcastjar profile); all else works, and is read where it lies.",
    "Example: mpirun bcastjar run -- java -cp 'app.jar:lib/*' Main input.dat",
    "Exit code: the program's; 2 where the command line cannot be understood."})
final class RunCommand implements Callable<Integer> {
    @Parameters(paramLabel = "java …", description = "the command, after --")
    private List<String> command;

    @Override
    public Integer call() {
        System.err.println("bcastjar: run is a part of the script cli/bin/bcastjar; start that");
        return 2;
    }
}
