package io.classcast.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The help of {@code bcastjar profile}; the command itself is the script {@code bin/run.sh}, since it may start no JVM. */
@Command(name = "profile", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Runs a program once, as bcastjar run does, and notes what it uses: classes, resources, jars and native libraries, in order."
        + " Rank 0 writes the profile when it ends.",
    "bcastjar run --profile FILE then reads, sends and stores only what the profile names; everything else still works, and is read"
        + " where it lies.",
    "The last line tells which jars outside the class path were opened: those are for --include.",
    "Example: bcastjar profile -o app.profile -- java -cp 'app.jar:lib/*' Main input.dat"},
    customSynopsis = "bcastjar profile [OPTION]... [--] java ARGUMENT...", exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"N:that of the program", "2:the command line cannot be understood", "78:with --strict: the class path cannot be served"})
final class ProfileCommand implements Callable<Integer> {
    @Option(names = "-o", paramLabel = "FILE", description = "where to write it (default: classcast.profile)")
    private Path file;
    @Mixin
    private RunOptions options;
    @Parameters(paramLabel = "ARGUMENT", hideParamSyntax = true, description = "java and what it is given")
    private List<String> command;

    @Override
    public Integer call() {
        System.err.println("bcastjar: profile is a part of the script bin/bcastjar; start that");
        return 2;
    }
}
