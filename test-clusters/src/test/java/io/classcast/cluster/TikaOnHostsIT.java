package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo application on each engine; nothing is cached, so that every operation of a rank is counted. */
class TikaOnHostsIT {
    private static final int RANKS_OF_A_HOST = 2;

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void onlyRank0TouchesTheClassPathAndTheOutputIsTheSame(int jdk) throws IOException {
        Path workspace = Fixtures.workspace("tika" + jdk);
        try (Cluster cluster = new Cluster(workspace, 2, 512)) {
            SharedFs shared = new SharedFs(cluster, new SharedFs.Costs(0, 0, 0, 0));
            String classPath = Application.installTika(shared);
            Host node0 = cluster.hosts().get(0);
            Host node1 = cluster.hosts().get(1);
            int jars = classPath.split(":").length;

            shared.remount();
            node1.exec("/tmp", Map.of(), 60, Machine.jdk(jdk).resolve("bin/java").toString(), "-cp", classPath, "-version")
                    .orFail("java -version");
            Counters jvmAlone = shared.counters(node1);

            shared.remount();
            JobOutcome plain = run(cluster, jdk, classPath, List.of());
            assertThat(shared.counters(node1).open()).isGreaterThanOrEqualTo(jars);

            shared.remount();
            Path report = Fixtures.empty(workspace.resolve("report"));
            JobOutcome served = run(cluster, jdk, classPath, List.of(Fixtures.agent("report=" + report)));
            assertThat(served.output()).isEqualTo(plain.output());
            Counters other = shared.counters(node1);
            assertThat(other.open()).isZero();
            assertThat(other.readBytes()).isZero();
            // What the JVM itself does with -cp before any agent runs, once for each rank: nothing else is left.
            assertThat(other.lookup()).isEqualTo(RANKS_OF_A_HOST * jvmAlone.lookup());
            assertThat(other.enoent()).isZero();
            assertThat(other.getattr()).isEqualTo(RANKS_OF_A_HOST * jvmAlone.getattr());
            Counters reader = shared.counters(node0);
            long bytes = bytes(shared.source().resolve("tika"));
            assertThat(reader.open()).isEqualTo(jars);
            assertThat(reader.readBytes()).isBetween(bytes, bytes + bytes / 100);
            assertThat(opens(shared, node0)).hasSize(jars).allSatisfy((file, times) -> assertThat(times).isEqualTo(1));
            // No warning, though MPJ names a jar of its own that does not exist.
            assertThat(served.agentLines()).hasSize(1);
            try (var files = Files.list(report)) {
                assertThat(files.map(p -> p.getFileName().toString())).hasSize(2).anyMatch(n -> n.endsWith("node0.json"))
                        .anyMatch(n -> n.endsWith("node1.json"));
            }
            assertThat(node1.exec("/", Map.of(), 10, "sh", "-c", "ls /dev/shm/classcast-0").out()).isEqualTo("lock\n");

            shared.remount();
            JobOutcome located = run(cluster, jdk, classPath, List.of(Fixtures.agent("mode=locations")));
            assertThat(located.output()).isEqualTo(plain.output());
            assertThat(shared.counters(node1).enoent()).isZero();
            assertThat(shared.counters(node0).enoent()).isZero();
            Map<String, Long> opened = opens(shared, node1);
            assertThat(opened.size()).isLessThan(jars);
            assertThat(opened).allSatisfy((file, times) -> assertThat(times).as(file)
                    .isLessThanOrEqualTo(RANKS_OF_A_HOST));
        }
    }

    private static JobOutcome run(Cluster cluster, int jdk, String classPath, List<String> jvm) {
        String documents = Machine.home().resolve("apps/tika/target/documents").toString();
        JobOutcome outcome = new MpjJob(cluster).run(new JobSpec(Machine.jdk(jdk), 2 * RANKS_OF_A_HOST, jvm,
                classPath, "io.classcast.demo.tika.ExtractText", List.of(documents)), 200);
        outcome.mustExit(0);
        assertThat(outcome.output()).as(String.join("\n", outcome.raw())).anyMatch(l -> l.startsWith("all "));
        return outcome;
    }

    private static Map<String, Long> opens(SharedFs shared, Host host) {
        return shared.log(host).stream().filter(l -> l.startsWith("open "))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private static long bytes(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.mapToLong(f -> f.toFile().length()).sum();
        }
    }
}
