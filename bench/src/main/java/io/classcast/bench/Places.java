package io.classcast.bench;

import io.classcast.bench.workload.JarFolder;
import io.classcast.bench.workload.Programs;
import io.classcast.bench.workload.RecordedApplication;
import io.classcast.bench.workload.RecordedApplication.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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
        return application(Kind.TEXT, ".").jars();
    }

    /** A real application; documents is a folder of those of the text application, or "." for all. */
    RecordedApplication application(Kind kind, String documents) {
        Path folder = bench.resolve(kind.folder());
        if (!Files.isDirectory(folder.resolve("target/lib"))) {
            throw new IllegalStateException(folder + "/target/lib is missing; fetch it: mvn -q -B -ntp -f bench/" + kind.folder() + "/pom.xml package");
        }
        List<String> inputs = kind == Kind.TEXT ? List.of(folder.resolve("target/documents").resolve(documents).normalize().toString()) : List.of();
        return new RecordedApplication(kind, folder, inputs);
    }

    /** Kept, so that results can be compared. */
    Path classList(Kind kind) {
        return target().resolve("class-list-" + kind + ".txt");
    }

    Path bcastjar() {
        return bench.resolveSibling("cli/bin/bcastjar");
    }

    Path programs() throws IOException {
        return Programs.write(target().resolve("programs.jar"));
    }
}
