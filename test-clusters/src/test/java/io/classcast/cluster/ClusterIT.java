package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Hosts and what each of them counts; {@link TakeDownIT} has their end. */
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
}
