package io.classcast.bench;

import io.classcast.bench.workload.JarFolder;
import io.classcast.bench.workload.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where things are in the repository. */
final class Places {
    /** Set by the launcher: the directory bench of the repository. */
    private static final String PROPERTY = "startup-bench.home";

    private final Path bench;

    Places() {
        bench = Path.of(System.getProperty(PROPERTY, "bench")).toAbsolutePath().normalize();
        if (!Files.isRegularFile(bench.resolve("classpath/pom.xml"))) {
            throw new IllegalStateException(bench + " is not the directory bench of the repository; start with bench/bin/startup-bench");
        }
    }

    /** Everything that the harness writes. */
    Path target() {
        return bench.resolve("target");
    }

    Path agent() {
        Path agent = bench.resolveSibling("loader-agent/target/classcast-agent.jar");
        if (!Files.isRegularFile(agent)) {
            throw new IllegalStateException(agent + " is missing; build it: mvn -q -B -ntp -pl loader-agent -am package");
        }
        return agent;
    }

    JarFolder bigClassPath() throws IOException {
        Path lib = bench.resolve("classpath/target/lib");
        if (!Files.isDirectory(lib)) {
            throw new IllegalStateException(lib + " is missing; fetch it: mvn -q -B -ntp -f bench/classpath/pom.xml package");
        }
        return JarFolder.of(lib);
    }

    /** Kept, so that results can be compared. */
    Path classList() {
        return target().resolve("class-list.txt");
    }

    Path applicationSources() {
        return bench.resolve("classpath/src/main/java");
    }

    Path applicationDocuments() {
        return bench.resolve("classpath/target/documents");
    }

    Path programs() throws IOException {
        return Programs.write(target().resolve("programs.jar"));
    }
}
