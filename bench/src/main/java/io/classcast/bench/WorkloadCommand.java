package io.classcast.bench;

import io.classcast.bench.workload.Jynamic;
import io.classcast.bench.workload.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a generated program. */
@Command(name = "workload", footer = "Example: startup-bench workload storm,seed=7 --to /tmp/storm",
        description = "Writes a generated program, of as many classes, jars, directories, resources, services and native libraries as one likes, and prints the command line"
                + " that runs it. The program prints one line, the same each time. docs/benchmark.md describes it.")
final class WorkloadCommand implements Callable<Integer> {
    @Option(names = {"-h", "--help"}, usageHelp = true, description = "print this help")
    private boolean help;

    @Parameters(index = "0", paramLabel = "SPEC", description = {"trivial-100, storm, large, or KEY=NUMBER,..., or both: storm,seed=7",
        "Keys: jars, directories, classes, class-bytes, calls, resources, services, libraries, library-directories, misses, seed"})
    private String text;

    @Option(names = "--to", paramLabel = "DIR", required = true, description = "made where it is missing; must be empty, or hold a workload, which is left there if it"
            + " is the same, and replaced if it is not")
    private Path directory;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Workload workload;
        try {
            workload = Jynamic.of(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        Workload.Installed installed = workload.install(directory);
        CommandLine line = spec.commandLine();
        line.getOut().println(Stream.concat(Stream.of("java"), installed.commandLine(installed.classPath(), System.getProperty("java.io.tmpdir")).stream())
                .map(WorkloadCommand::quoted).collect(Collectors.joining(" ")));
        line.getOut().println();
        line.getOut().printf("%-20s %s%n", "workload", workload.name());
        workload.facts().forEach((fact, value) -> line.getOut().printf("%-20s %s%n", fact, value));
        line.getOut().printf("%-20s %s%n", "prints", installed.result());
        line.getOut().flush();
        return 0;
    }

    /** For a shell. */
    private static String quoted(String word) {
        return word.matches("[\\w./:=,@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
