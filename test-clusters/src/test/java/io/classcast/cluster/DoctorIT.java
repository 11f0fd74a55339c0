package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code bcastjar doctor} under every launcher, 3 hosts x 2 ranks: one report, of all nodes, and every rank ends. */
class DoctorIT {
    private static final int ROUND_TRIP_MICROS = 500;
    private static final Path BCASTJAR = Machine.home().resolveSibling("cli/target/bcastjar.jar");

    private static JobOutcome doctor(Engine engine, Cluster cluster, String... options) {
        List<String> arguments = new ArrayList<>(List.of("doctor"));
        arguments.addAll(List.of(options));
        int jdk = engine == Engine.OPENMPI || engine == Engine.SLURM_PMI2 ? 25 : 17;
        List<String> jvm = jdk == 25 ? List.of("--enable-native-access=ALL-UNNAMED") : List.of();
        return engine.on(cluster).run(new JobSpec(Machine.jdk(jdk), 6, jvm, BCASTJAR.toString(), "io.classcast.cli.BcastJar",
                arguments), 120);
    }

    private static String all(JobOutcome outcome) {
        return String.join("\n", outcome.raw());
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aSlowSharedFileSystemIsFoundOnAllNodes(Engine engine) throws IOException {
        try (Cluster cluster = new Cluster(Fixtures.workspace("doctor-" + engine), 3, 64)) {
            SharedFs shared = new SharedFs(cluster, new SharedFs.Costs(ROUND_TRIP_MICROS, 0, 0, 0));
            Files.writeString(shared.source().resolve("a.jar"), "whatever");
            shared.remount();
            JobOutcome outcome = doctor(engine, cluster, "--classpath", shared.mount().resolve("a.jar").toString());
            List<String> lines = outcome.output();
            assertThat(lines).as(all(outcome)).contains("6 ranks on 3 nodes")
                    .anyMatch(l -> l.startsWith("warning  class path    on fuse.sharedfs") && l.endsWith("[all 3 nodes]"))
                    .anyMatch(l -> l.startsWith("warning") && l.contains("does not cache attributes"))
                    .anyMatch(l -> l.startsWith("ok       jdk"))
                    .anyMatch(l -> l.startsWith("ok       clock"));
            assertThat(lines.stream().filter(l -> l.contains("ranks on"))).as("one rank prints").hasSize(1);
            if (engine.isNative()) {
                assertThat(outcome.exit()).as(all(outcome)).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aNodeThatDiffersIsNamed(Engine engine) throws IOException {
        try (Cluster cluster = new Cluster(Fixtures.workspace("doctor-odd-" + engine), 3, 64)) {
            Path only = cluster.workspace().resolve("only-there");
            Files.createDirectories(only);
            cluster.hosts().get(1).exec("/", java.util.Map.of(), 30, "mount", "-t", "tmpfs", "-o", "ro", "none", only.toString())
                    .orFail("mount");
            JobOutcome outcome = doctor(engine, cluster, "--to", only.toString());
            assertThat(outcome.output()).as(all(outcome)).anyMatch(l -> l.startsWith("error    store")
                    && l.contains("cannot be written to") && l.endsWith("[1 of 3 nodes: node1]"));
            if (engine.isNative()) {
                assertThat(outcome.exit()).as(all(outcome)).isEqualTo(3);
            }
        }
    }

    /** As in a chroot(2), or a container that has only a part of a file system. */
    @Test
    void aDirectoryWhoseMountIsInNoTableIsThereAllTheSame() throws IOException {
        Path root = Fixtures.empty(Fixtures.workspace("doctor-root"));
        // Of the machine, what a JVM needs; /tmp is a directory of the root, whose mount the process does not see.
        String script = "cd \"$1\" && mkdir tmp && for d in usr etc proc dev lib lib64 opt \"${2#/}\"; do [ -d /$d ] || continue"
                + "; mkdir -p ./$d && mount --rbind /$d ./$d || exit 9; done"
                + "; exec chroot . \"$3/bin/java\" -jar \"$2/cli/target/bcastjar.jar\" doctor";
        Command.Result result = Command.run(List.of("unshare", "--mount", "--propagation", "private", "sh", "-c", script, "sh", root.toString(),
                Machine.home().getParent().toString(), Machine.jdk(17).toString()), java.util.Map.of(), 60);
        assertThat(result.out().lines()).as(result.out() + result.err()).anyMatch(l -> l.startsWith("ok       store         /tmp: unknown, "))
                .noneMatch(l -> l.contains("is not there"));
    }
}
