package io.classcast.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * The help, man page and completion of {@code bcastjar run}; the command itself is the script {@code bin/run.sh}, since it may start
 * no JVM. A test holds the options of both together.
 */
@Command(name = "run", mixinStandardHelpOptions = true, sortOptions = false,
    customSynopsis = "bcastjar run [OPTION]... [--] java ARGUMENT...", description = {
    "Starts java with its class path served by Classcast and kept off its command line, so that no rank but 0 spends a single"
        + " file-system operation on it. The class path is taken from -cp, -jar, @argfiles, CLASSPATH or JDK_JAVA_OPTIONS,"
        + " wildcards included. java takes the place of this command: no other process stays."
        + " HotSpot of JDK 17 to 25 gets a larger table of symbols, unless you set -XX:SymbolTableSize.",
    "Example: mpirun bcastjar run -- java -cp 'app.jar:lib/*' Main input.dat"},
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"N:that of the program", "2:the command line cannot be understood", "78:with --strict: the class path cannot be served"})
final class RunCommand implements Callable<Integer> {
    @Mixin
    private RunOptions options;
    @Parameters(paramLabel = "ARGUMENT", hideParamSyntax = true, description = "java and what it is given")
    private List<String> command;

    @Override
    public Integer call() {
        System.err.println("bcastjar: run is a part of the script bin/bcastjar; start that");
        return 2;
    }
}
