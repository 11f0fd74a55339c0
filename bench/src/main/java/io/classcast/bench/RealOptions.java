package io.classcast.bench;

import io.classcast.bench.workload.RealWorkload;
import io.classcast.bench.workload.Workload;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** A program of the user's. */
final class RealOptions {
    @Option(names = "--class-path", paramLabel = "CP", description = "jars and directories, without wildcards (--workload real)")
    private String classPath;

    @Option(names = "--main", paramLabel = "CLASS", description = "main class of the program (--workload real)")
    private String main;

    @Option(names = "--argument", paramLabel = "WORD", description = "of the program, once for each; {output} stands for a directory that a rank may write to")
    private List<String> arguments = List.of();

    @Option(names = "--jvm-option", paramLabel = "OPTION", description = "that the program's JVM needs, once for each; as --jvm-option=-Xmx1g")
    private List<String> jvmOptions = List.of();

    @Option(names = "--result-line", paramLabel = "TEXT", description = "a part of the one line that every rank prints, the same on all of them")
    private String result;

    @Option(names = "--class-list", paramLabel = "FILE", description = "instead of --main and --result-line: classes to load, one a line")
    private Path classList;

    /**
     * What the options say.
     *
     * @throws IllegalArgumentException if one is missing, with one line that says which
     * @throws IOException if the list cannot be read
     */
    Workload workload() throws IOException {
        if (classPath == null || classList == null && (main == null || result == null)) {
            throw new IllegalArgumentException("--workload real wants --class-path, and --main and --result-line, or --class-list");
        }
        List<Path> entries = Stream.of(classPath.split(File.pathSeparator)).filter(entry -> !entry.isEmpty()).map(Path::of).map(Path::toAbsolutePath).toList();
        for (Path entry : entries) {
            if (!Files.exists(entry)) {
                throw new IllegalArgumentException("--class-path: there is no " + entry);
            }
        }
        if (classList != null) {
            try (Stream<String> lines = Files.lines(classList)) {
                return RealWorkload.loading("classes", entries, jvmOptions, lines.map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#")).toList());
            }
        }
        return RealWorkload.of("real", new Workload.Installed(entries, List.of(), main, arguments, jvmOptions, result));
    }
}
