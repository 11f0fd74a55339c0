package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs of MPJ Express on hosts, without Classcast. */
class MpjJobIT {
    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void hostsTakeRanksInBlocksAndReduceOverTheNetwork(int jdk) throws IOException {
        try (Cluster cluster = new Cluster(Fixtures.workspace("mpj" + jdk), 2, 64)) {
            SharedFs shared = withPrograms(cluster);
            JobOutcome outcome = run(cluster, shared, jdk, 4);
            assertThat(outcome.output()).as(String.join("\n", outcome.raw())).containsExactly(
                    "rank 0 on node0 java " + jdk + " arguments one|two words",
                    "rank 1 on node0 java " + jdk + " arguments one|two words",
                    "rank 2 on node1 java " + jdk + " arguments one|two words",
                    "rank 3 on node1 java " + jdk + " arguments one|two words", "sum 10");
            outcome.mustExit(0);
        }
    }

    /** One rank a host: two that look for the same name at once may share one look-up in the kernel, or not. */
    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void eachColdRunMakesTheSameOperations(int jdk) throws IOException {
        try (Cluster cluster = new Cluster(Fixtures.workspace("mpj-counts" + jdk), 2, 64)) {
            SharedFs shared = withPrograms(cluster);
            assertThat(run(cluster, shared, jdk, 2).output()).contains("sum 3");
            Counters first = shared.counters(cluster.hosts().get(1));
            assertThat(first.open()).isPositive();
            shared.remount();
            run(cluster, shared, jdk, 2);
            assertThat(shared.counters(cluster.hosts().get(1))).isEqualTo(first);
        }
    }

    @Test
    void aJobThatHangsIsEndedOnAllHostsAndTheNextOneRuns() throws IOException {
        try (Cluster cluster = new Cluster(Fixtures.workspace("hang"), 2, 64)) {
            SharedFs shared = withPrograms(cluster);
            JobOutcome hung = new MpjJob(cluster).run(new JobSpec(Machine.jdk(17), 4, List.of(),
                    shared.mount().resolve("classes").toString(), "Hang", List.of()), 10);
            hung.mustExit(137);
            assertThat(hung.output()).as(String.join("\n", hung.raw())).contains("rank 0 waits", "rank 3 waits");
            assertThat(String.join("\n", hung.raw())).contains("killed after 10 s");
            for (Host host : cluster.hosts()) {
                assertThat(host.exec("/", Map.of(), 10, "pgrep", "-x", "java").out()).isEmpty();
            }
            shared.remount();
            assertThat(run(cluster, shared, 17, 4).output()).contains("sum 10");
        }
    }

    private static SharedFs withPrograms(Cluster cluster) throws IOException {
        SharedFs shared = new SharedFs(cluster, SharedFs.Costs.NONE);
        Fixtures.compile("mpj", shared.source().resolve("classes"));
        shared.remount();
        return shared;
    }

    private static JobOutcome run(Cluster cluster, SharedFs shared, int jdk, int ranks) {
        return new MpjJob(cluster).run(new JobSpec(Machine.jdk(jdk), ranks, List.of(),
                shared.mount().resolve("classes").toString(), "WhereAmI", List.of("one", "two words")), 60);
    }
}
