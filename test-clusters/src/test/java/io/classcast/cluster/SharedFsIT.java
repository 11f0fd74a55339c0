package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the shared file system costs. Only lower bounds are asserted: a busy machine adds to them, nothing takes away. */
class SharedFsIT {
    @Test
    void theMetadataServiceDoesOneOperationAtATimeForAllHosts() throws Exception {
        try (Cluster cluster = new Cluster(Fixtures.workspace("metadata"), 2, 64)) {
            SharedFs shared = new SharedFs(cluster, new SharedFs.Costs(0, 2000, 0, 3600));
            for (int i = 0; i < 200; i++) {
                Files.writeString(shared.source().resolve("f" + i), "");
            }
            shared.remount();
            long started = System.nanoTime();
            everywhere(cluster, "cd '" + shared.mount() + "' && for i in $(seq 0 199); do test -e f$i || exit 1; done");
            double seconds = (System.nanoTime() - started) / 1e9;
            assertThat(shared.counters(cluster.hosts().get(0)).lookup()).isEqualTo(200);
            assertThat(shared.counters(cluster.hosts().get(1)).lookup()).isEqualTo(200);
            assertThat(seconds).as("2 hosts x 200 lookups x 2 ms").isGreaterThanOrEqualTo(0.8);
        }
    }

    @Test
    void everyRequestPaysItsRoundTripAndBytesPassThroughOneLink() throws Exception {
        try (Cluster cluster = new Cluster(Fixtures.workspace("bandwidth"), 2, 64)) {
            SharedFs shared = new SharedFs(cluster, new SharedFs.Costs(5000, 0, 16, 3600));
            Files.write(shared.source().resolve("four"), new byte[4 << 20]);
            Files.writeString(shared.source().resolve("one"), "1");
            shared.remount();
            Command.Result one = cluster.hosts().get(0).exec("/", Map.of(), 30, "cat", shared.mount() + "/one").orFail("cat");
            assertThat(one.seconds()).as("lookup, open, read").isGreaterThanOrEqualTo(0.015);
            long started = System.nanoTime();
            everywhere(cluster, "cat '" + shared.mount() + "/four' >/dev/null");
            double seconds = (System.nanoTime() - started) / 1e9;
            assertThat(seconds).as("2 hosts x 4 MiB at 16 MiB/s").isGreaterThanOrEqualTo(0.5);
            assertThat(shared.counters(cluster.hosts().get(0)).readBytes()).isEqualTo((4 << 20) + 1);
        }
    }

    @Test
    void pastThePageCacheEveryReadOfAProgramIsCounted() throws IOException {
        try (Cluster cluster = new Cluster(Fixtures.workspace("direct"), 1, 64)) {
            SharedFs shared = new SharedFs(cluster, SharedFs.Costs.NONE);
            Files.write(shared.source().resolve("file"), new byte[300_000]);
            Host host = cluster.hosts().get(0);
            for (boolean direct : new boolean[] {false, true}) {
                shared.direct(direct);
                shared.remount();
                host.exec(shared.mount().toString(), Map.of(), 30, "sh", "-c", "cat file file >/dev/null; dd if=file bs=1000 count=10 status=none >/dev/null").orFail("reading");
                assertThat(shared.counters(host).readBytes()).isEqualTo(direct ? 610_000 : 300_000);
            }
        }
    }

    @Test
    void nothingCanBeWrittenAndDirectoriesAreListedWhole() throws IOException {
        try (Cluster cluster = new Cluster(Fixtures.workspace("listing"), 1, 64)) {
            SharedFs shared = new SharedFs(cluster, SharedFs.Costs.NONE);
            Path many = Files.createDirectories(shared.source().resolve("many"));
            for (int i = 0; i < 3000; i++) {
                Files.writeString(many.resolve("a-name-of-some-length-" + i), "");
            }
            Files.deleteIfExists(shared.source().resolve("link"));
            Files.createSymbolicLink(shared.source().resolve("link"), Path.of("many"));
            shared.remount();
            Host host = cluster.hosts().get(0);
            assertThat(host.exec(shared.mount().toString(), Map.of(), 30, "sh", "-c", "ls many | wc -l").out().trim())
                    .isEqualTo("3000");
            assertThat(host.exec(shared.mount().toString(), Map.of(), 30, "readlink", "link").out()).isEqualTo("many\n");
            assertThat(shared.counters(host).readlink()).isEqualTo(1);
            assertThat(host.exec(shared.mount().toString(), Map.of(), 30, "touch", "new").err())
                    .contains("Read-only file system");
        }
    }

    @Test
    void theTraceTellsWhatWasAskedWhenAndHowLongItTook() throws IOException {
        try (Cluster cluster = new Cluster(Fixtures.workspace("trace"), 1, 64)) {
            SharedFs shared = new SharedFs(cluster, new SharedFs.Costs(5000, 0, 0, 0));
            Files.writeString(shared.source().resolve("with space"), "12345");
            shared.trace(true);
            shared.remount();
            Host host = cluster.hosts().get(0);
            long before = System.nanoTime() / 1000;
            host.exec("/", Map.of(), 30, "cat", shared.mount() + "/with space").orFail("cat");
            long after = System.nanoTime() / 1000;
            List<String[]> lines = shared.traceOf(host).stream().map(line -> line.split(" ", 7)).filter(words -> words[6].endsWith("/with space")).toList();
            assertThat(lines).extracting(words -> words[3]).contains("lookup", "open", "read");
            assertThat(lines).allSatisfy(words -> {
                assertThat(Long.parseLong(words[0])).as("microsecond").isBetween(before, after);
                assertThat(Long.parseLong(words[1])).as("took").isBetween(5000L, after - before);
                assertThat(words[4]).as("result of " + words[3]).isEqualTo(words[3].equals("read") ? "5" : "0");
            });
            assertThat(shared.cpuSeconds(host)).isBetween(0.0, 10.0);
            shared.trace(false);
            shared.remount();
            assertThat(host.exec("/", Map.of(), 30, "cat", shared.mount() + "/with space").out()).isEqualTo("12345");
            assertThat(cluster.workspace().resolve("node0.trace")).doesNotExist();
        }
    }

    private static void everywhere(Cluster cluster, String script) throws InterruptedException {
        List<Process> running = new ArrayList<>();
        for (Host host : cluster.hosts()) {
            running.add(host.start("/", Map.of(), cluster.workspace().resolve(host.name() + ".out"),
                    List.of("sh", "-c", script)));
        }
        for (Process process : running) {
            assertThat(process.waitFor()).isZero();
        }
    }
}
