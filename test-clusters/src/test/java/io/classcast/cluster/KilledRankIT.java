package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A leader is killed while the broadcast runs, over links so slow that it takes half a minute. */
@Tag("measuring")
class KilledRankIT {
    private static final int TIMEOUT = 8;
    private static final int JAR_MIB = 64;

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theOthersEndOrFallBackInTimeAndNothingStays(Engine engine) throws IOException {
        try (Cluster cluster = new Cluster(Fixtures.workspace("killed-" + engine), 3, 512)) {
            SharedFs shared = new SharedFs(cluster, SharedFs.Costs.NONE);
            Fixtures.compile("plain", shared.source().resolve("classes"));
            Fixtures.bigJar(shared.source().resolve("big.jar"), JAR_MIB);
            shared.remount();
            String classes = shared.mount().resolve("classes").toString();
            JobSpec slow = new JobSpec(Machine.jdk(25), 3, List.of(Fixtures.agent("timeout=" + TIMEOUT)),
                    classes + ":" + shared.mount().resolve("big.jar"), "Alive", List.of());
            Launcher launcher = engine.on(cluster);
            cluster.shape("20mbit");
            // The bracket keeps the pattern from finding itself; MPJ's starter has the class name on its command line as well.
            String rank = engine == Engine.MPJ ? "Wrapper.* [A]live" : " [A]live";
            Host victim = cluster.hosts().get(1);
            CompletableFuture<JobOutcome> job = CompletableFuture.supplyAsync(() -> launcher.run(slow, 60));
            victim.exec("/", Map.of(), 40, "sh", "-c", "until [ -s \"$(ls /dev/shm/classcast-0/job-*/*big.jar | head -1)\" ];"
                    + " do sleep 0.1; done; sleep 1; pkill -KILL -f '" + rank + "'").orFail("killing the rank on node1");
            long killed = System.nanoTime();
            if (engine == Engine.MPJ) {
                // The starter waits for the one that was killed; the others go on.
                String wait = "while pgrep -f '" + rank + "' > /dev/null; do sleep 0.1; done";
                for (Host host : List.of(cluster.hosts().get(0), cluster.hosts().get(2))) {
                    host.exec("/", Map.of(), TIMEOUT + 5, "sh", "-c", wait).orFail("rank on " + host.name() + " does not end");
                }
            } else {
                assertThat(job.join().exit()).isNotZero();
            }
            assertThat((System.nanoTime() - killed) / 1e9).isLessThan(TIMEOUT + 5);
            for (Host host : cluster.hosts()) {
                assertThat(host.exec("/", Map.of(), 10, "pgrep", "-f", rank).out()).as(host.name()).isEmpty();
            }
            if (engine == Engine.MPJ) {
                JobOutcome outcome = job.join();
                assertThat(outcome.output().stream().filter("alive"::equals)).as(String.join("\n", outcome.raw())).hasSize(2);
                assertThat(outcome.agentLines()).anyMatch(l -> l.contains("did not answer for " + TIMEOUT + " s"));
            }
            // What a SIGKILL has left the next job removes.
            cluster.shape("1gbit");
            shared.remount();
            JobOutcome next = launcher.run(new JobSpec(Machine.jdk(25), 3, List.of(Fixtures.agent("")), classes,
                    "Alive", List.of()), 60);
            assertThat(next.output().stream().filter("alive"::equals)).as(String.join("\n", next.raw())).hasSize(3);
            for (Host host : cluster.hosts()) {
                assertThat(host.exec("/", Map.of(), 10, "ls", "/dev/shm/classcast-0").out()).as(host.name())
                        .isEqualTo(engine.isNative() ? "lock\nrank.lock\n" : "lock\n");
            }
        }
    }
}
