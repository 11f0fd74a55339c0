package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Generated class paths on hosts: the storm of failed opens, and what several ranks share. */
class GeneratedClassesIT {
    private static final int CLASSES = 2000;
    private static final int DIRECTORIES = 40;

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void fortyDirectoriesCauseNoFailedLookupOnAnyRankBut0(int jdk) throws IOException {
        try (Cluster cluster = new Cluster(Fixtures.workspace("exploded" + jdk), 2, 256)) {
            SharedFs shared = new SharedFs(cluster, SharedFs.Costs.NONE);
            String classPath = Fixtures.generate(shared.source(), shared.mount(), CLASSES, 50, DIRECTORIES);
            Fixtures.compile("mpj", shared.source().resolve("exploded/d0"));
            Host node0 = cluster.hosts().get(0);
            Host node1 = cluster.hosts().get(1);

            shared.remount();
            JobOutcome plain = run(cluster, jdk, classPath, List.of());
            assertThat(shared.counters(node1).enoent()).isGreaterThan(30_000);

            shared.remount();
            JobOutcome served = run(cluster, jdk, classPath, List.of(Fixtures.agent("timeout=30")));
            assertThat(served.output()).isEqualTo(plain.output()).hasSize(1);
            assertThat(shared.counters(node1).enoent()).isZero();
            assertThat(shared.counters(node1).open()).isZero();
            assertThat(shared.counters(node0).enoent()).isZero();

            shared.remount();
            JobOutcome located = run(cluster, jdk, classPath, List.of(Fixtures.agent("mode=locations")));
            assertThat(located.output()).isEqualTo(plain.output());
            assertThat(shared.counters(node1).enoent()).isZero();
            assertThat(shared.counters(node0).enoent()).isZero();
        }
    }

    private static JobOutcome run(Cluster cluster, int jdk, String classPath, List<String> jvm) {
        JobOutcome outcome = new MpjJob(cluster).run(new JobSpec(Machine.jdk(jdk), 4, jvm, classPath,
                "LoadGenerated", List.of(Integer.toString(CLASSES), "50")), 120);
        assertThat(outcome.output()).as(String.join("\n", outcome.raw()))
                .containsExactly("sum " + 4L * (CLASSES * (CLASSES - 1L) / 2 + 1) + " of 4 ranks");
        return outcome;
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void ranksOfANodeShareOneCopy(int jdk) throws IOException {
        try (Cluster cluster = new Cluster(Fixtures.workspace("copy" + jdk), 1, 256)) {
            SharedFs shared = new SharedFs(cluster, SharedFs.Costs.NONE);
            Path classes = shared.source().resolve("classes");
            Fixtures.compile("mpj", classes);
            byte[] large = new byte[32 << 20];
            new Random(3).nextBytes(large);
            Files.write(classes.resolve("large.bin"), large);
            shared.remount();
            JobOutcome outcome = new MpjJob(cluster).run(new JobSpec(Machine.jdk(jdk), 3,
                    List.of(Fixtures.agent("")), shared.mount().resolve("classes").toString(), "SharedPages", List.of()), 60);
            assertThat(outcome.output()).as(String.join("\n", outcome.raw())).hasSize(3).allSatisfy(line -> {
                String[] words = line.split(" ");
                assertThat(Long.parseLong(words[3])).as("shared kB").isGreaterThanOrEqualTo(32 << 10);
                assertThat(Long.parseLong(words[5])).as("private kB").isLessThan(512);
            });
        }
    }
}
