package io.classcast.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.classcast.bench.measure.JavaCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Workloads in a JVM of their own, as plain java starts them, and their files. */
final class Runs {
    private Runs() {
    }

    /** What it prints on stdout; an exit code other than 0 is an exception. */
    static String out(Workload.Installed installed, List<Path> classPath, String... options) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-Xshare:auto", "-XX:TieredStopAtLevel=1"));
        line.addAll(List.of(options));
        line.addAll(installed.commandLine(classPath, System.getProperty("java.io.tmpdir")));
        return new JavaCommand(line).run().out();
    }

    /** It runs, verified, and prints its line and nothing else. */
    static void assertRuns(Workload.Installed installed, List<Path> classPath) throws IOException, InterruptedException {
        assertThat(out(installed, classPath, "-Xverify:all")).isEqualTo(installed.result() + "\n");
    }

    /** Name of each file to a hash of its content. */
    static Map<String, Integer> files(Path top) throws IOException {
        Map<String, Integer> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(top)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(top.relativize(file).toString(), Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return files;
    }
}
