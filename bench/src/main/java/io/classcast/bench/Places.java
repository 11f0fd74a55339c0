package io.classcast.bench;

import io.classcast.bench.run.Startup;
import io.classcast.bench.workload.JarFolder;
import io.classcast.bench.workload.Jynamic;
import io.classcast.bench.workload.Programs;
import io.classcast.bench.workload.RealWorkload;
import io.classcast.bench.workload.RecordedApplication;
import io.classcast.bench.workload.RecordedApplication.Kind;
import io.classcast.bench.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where things are: in the repository, or in an unpacked distribution, which may be read-only and has no class paths to measure. */
final class Places {
    /** Set by the launcher: the directory bench of the repository. */
    private static final String PROPERTY = "startup-bench.home";
    /** Set by the launcher of a distribution instead: its directory. */
    private static final String DISTRIBUTION = "startup-bench.distribution";

    private final Path bench;
    private final boolean distribution;
    private final Path target;
    private final Path agent;

    Places() {
        String unpacked = System.getProperty(DISTRIBUTION);
        distribution = unpacked != null;
        if (distribution) {
            bench = Path.of(unpacked);
            target = Path.of("startup-bench").toAbsolutePath();
            agent = bench.resolve("lib/classcast-agent.jar");
            if (!Files.isWritable(Files.exists(target) ? target : target.getParent())) {
                throw new IllegalStateException("cannot write to " + target + "; start in a directory that you can write to");
            }
            return;
        }
        bench = Path.of(System.getProperty(PROPERTY, "bench")).toAbsolutePath().normalize();
        if (!Files.isRegularFile(bench.resolve("classpath/pom.xml"))) {
            throw new IllegalStateException(bench + " is not the directory bench of the repository; start with bench/bin/startup-bench");
        }
        target = bench.resolve("target");
        agent = bench.resolveSibling("loader-agent/target/classcast-agent.jar");
    }

    /** Everything that the harness writes. */
    Path target() {
        return target;
    }

    Path agent() {
        if (!Files.isRegularFile(agent)) {
            throw new IllegalStateException(agent + " is missing; build it: mvn -q -B -ntp -pl loader-agent -am package");
        }
        return agent;
    }

    /** Where the scale model's own traces are. */
    Path traces() {
        if (distribution) {
            throw new IllegalStateException("this command runs jobs on simulated hosts; start bench/bin/startup-bench in the source tree");
        }
        return bench.resolve("src/main/resources/io/classcast/bench/model/traces");
    }

    JarFolder bigClassPath() throws IOException {
        return application(Kind.TEXT, ".").jars();
    }

    /** A real application; documents is a folder of those of the text application, or "." for all. */
    RecordedApplication application(Kind kind, String documents) {
        if (distribution) {
            throw new IllegalStateException("this command measures a class path that the source tree fetches; start bench/bin/startup-bench there");
        }
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

    /** Classcast, as the ranks start it. */
    Startup.Tools tools() {
        Path command = distribution ? bench.resolve("bin/bcastjar") : bcastjar();
        Path jar = distribution ? bench.resolve("lib/bcastjar.jar") : command.resolveSibling("../target/bcastjar.jar").normalize();
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException(jar + " is missing; build it: mvn -q -B -ntp -pl cli -am package");
        }
        return new Startup.Tools(agent(), command, jar);
    }

    /**
     * What a specification stands for.
     *
     * @throws IllegalArgumentException if it is none, with one line that says why
     */
    Workload workload(String specification) throws IOException {
        for (Kind kind : Kind.values()) {
            if (kind.toString().equals(specification)) {
                return RealWorkload.of(application(kind, kind == Kind.TEXT ? "html" : "."));
            }
        }
        return Jynamic.of(specification);
    }

    Path programs() throws IOException {
        return Programs.write(target().resolve("programs.jar"));
    }
}
