package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ClusterIT {
    @Test
    void hostsSeeTheSharedFilesAndCountTheirOwnOperationsExactly() throws IOException {
        try (Cluster cluster = new Cluster(Fixtures.workspace("cluster"), 2, 64)) {
            SharedFs shared = new SharedFs(cluster, SharedFs.Costs.NONE);
            Files.writeString(shared.source().resolve("a.txt"), "hello");
            Host node0 = cluster.hosts().get(0);
            Host node1 = cluster.hosts().get(1);
            for (int cold = 0; cold < 3; cold++) {
                shared.remount();
                String cat = "cat " + shared.mount() + "/a.txt; cat " + shared.mount() + "/none 2>/dev/null; true";
                assertThat(node1.exec("/", Map.of(), 10, "sh", "-c", cat).orFail("cat").out()).isEqualTo("hello");
                assertThat(shared.counters(node1)).isEqualTo(new Counters(2, 1, 0, 1, 1, 5, 0, 0));
                assertThat(shared.counters(node0)).isEqualTo(new Counters(0, 0, 0, 0, 0, 0, 0, 0));
                assertThat(shared.log(node1)).contains("open " + shared.source() + "/a.txt 0");
            }
            assertThat(node0.exec("/", Map.of(), 10, "hostname").out()).isEqualTo("node0\n");
            assertThat(node1.exec("/", Map.of(), 10, "sh", "-c", "touch /dev/shm/x /tmp/y; getent hosts node0").out())
                    .contains("10.77.0.1");
            assertThat(node0.exec("/", Map.of(), 10, "sh", "-c", "ls /dev/shm /tmp").out()).doesNotContain("x\n", "y\n");
        }
    }

    @Test
    void nothingIsLeftWhenTheHarnessIsKilled() throws Exception {
        Process harness = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
                System.getProperty("java.class.path"), "-Dclasscast.test-clusters=" + Machine.home(),
                Killed.class.getName()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        long[] pids = java.util.Arrays.stream(harness.inputReader().readLine().split(" ")).mapToLong(Long::parseLong)
                .toArray();
        assertThat(pids).hasSize(2);
        assertThat(isThere(pids)).isTrue();
        harness.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        for (int i = 0; i < 100 && isThere(pids); i++) {
            Thread.sleep(50);
        }
        assertThat(isThere(pids)).isFalse();
        assertThat(Command.run(List.of("pgrep", "-f", Fixtures.workspace("killed").toString()), Map.of(), 10).out())
                .isEmpty();
        assertThat(Files.readString(Path.of("/proc/mounts"))).doesNotContain("fuse.sharedfs");
        assertThat(Command.run(List.of("ip", "-o", "link"), Map.of(), 10).out()).doesNotContain("br0", "v0@");
    }

    private static boolean isThere(long[] pids) {
        return java.util.Arrays.stream(pids).anyMatch(p -> ProcessHandle.of(p).isPresent());
    }

    static final class Killed {
        private Killed() {
        }

        public static void main(String[] arguments) throws InterruptedException {
            Cluster cluster = new Cluster(Fixtures.workspace("killed"), 2, 64);
            new SharedFs(cluster, SharedFs.Costs.NONE).remount();
            System.out.println(cluster.hosts().get(0).pid() + " " + cluster.hosts().get(1).pid());
            Thread.sleep(60_000);
        }
    }
}
