package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * GlusterFS on simulated hosts: a class path on it is read by rank 0 alone, and its books are exact. The hosts' books must add up
 * to the server's in every test that counts.
 */
class GlusterFsIT {
    private static final int CLASSES = 300;
    private static final int EACH = 50;
    private static final int DIRECTORIES = 10;

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void aHostWithoutRank0AsksForNothingOfTheClassPath(int jdk) throws IOException {
        try (Cluster cluster = new Cluster(Fixtures.workspace("gluster" + jdk), 2, 128);
                GlusterFs shared = new GlusterFs(cluster, GlusterFs.Setup.COUNTING)) {
            Host node0 = cluster.hosts().get(0);
            Host node1 = cluster.hosts().get(1);
            Path made = Fixtures.empty(cluster.workspace().resolve("made"));
            String classPath = Fixtures.generate(made, shared.mount(), CLASSES, EACH, DIRECTORIES);
            Command.run(List.of("cp", "-r", made.resolve("exploded").toString(), shared.source().toString()), Map.of(), 60).orFail("cp");
            Fixtures.compile("plain", shared.source().resolve("exploded/d0"));
            Launcher mpirun = Engine.OPENMPI.on(cluster);
            Launcher launcher = jdk < 22 ? new MpjWithoutDaemons(cluster, mpirun) : mpirun;

            // One rank on each host: where two ask for a missing name at the same moment, the second can ask the server again.
            JobOutcome plain = run(shared, launcher, job(jdk, 2, classPath));
            GlusterBooks once = agreed(cluster, shared);
            for (Host host : cluster.hosts()) {
                Counters counters = shared.counters(host);
                assertThat(counters.enoent()).as(host.name() + ": as many before a class as there are directories before its own")
                        .isEqualTo((long) CLASSES * (DIRECTORIES - 1) / 2);
                assertThat(counters.lookup()).isGreaterThanOrEqualTo(counters.enoent() + CLASSES);
                assertThat(counters.open()).as("each class, and the program").isEqualTo(CLASSES + 1);
            }
            assertThat(shared.counters(node1)).isEqualTo(shared.counters(node0));

            run(shared, launcher, job(jdk, 2, classPath));
            assertThat(agreed(cluster, shared)).as("a second cold run").isEqualTo(once);

            JobOutcome served = run(shared, new BcastjarRun(cluster, launcher, List.of()), job(jdk, 4, classPath));
            assertThat(served.output()).hasSize(4).containsOnly(plain.output().get(0));
            assertThat(served.agentLines()).singleElement().asString().contains("4 ranks on 2 nodes");
            assertThat(shared.books(node1).calls()).as("requests of any kind").isEmpty();
            assertThat(shared.counters(node1)).isEqualTo(Counters.ZERO);
            assertThat(agreed(cluster, shared)).as("all that the bricks were asked").isEqualTo(shared.books(node0));
            assertThat(shared.counters(node0).enoent()).isZero();
            assertThat(shared.counters(node0).readBytes()).as("each file once").isEqualTo(bytes(shared.source().resolve("exploded")));
        }
    }

    @Test
    void everyKindOfRequestIsCounted() throws IOException {
        try (Cluster cluster = new Cluster(Fixtures.workspace("gluster-counts"), 2, 64);
                GlusterFs shared = new GlusterFs(cluster, GlusterFs.Setup.COUNTING)) {
            Path directory = Files.createDirectories(shared.source().resolve("d"));
            Files.write(directory.resolve("file"), new byte[100_000]);
            Files.createSymbolicLink(directory.resolve("link"), Path.of("file"));
            shared.remount();
            Host host = cluster.hosts().get(0);
            String there = shared.mount().resolve("d").toString();
            // The first directory of a mount costs lookups of its own.
            host.exec(there, Map.of(), 30, "true").orFail("true");
            GlusterBooks before = shared.books(host);
            String script = "cat file >/dev/null; readlink link; test -e absent; test -e absent; ls -U; stat --cached=never -c %s file; touch new";
            Command.Result result = host.exec(there, Map.of(), 30, "sh", "-c", script);
            assertThat(result.out().lines()).containsExactlyInAnyOrder("file", "file", "link", "100000");
            assertThat(result.err()).contains("Read-only file system");
            Counters counters = shared.books(host).since(before).counters();
            assertThat(counters.lookup()).as("file, link, absent, new").isEqualTo(4);
            assertThat(counters.enoent()).as("absent, new").isEqualTo(2);
            assertThat(counters.open()).isEqualTo(1);
            assertThat(counters.readBytes()).isEqualTo(100_000);
            assertThat(counters.read()).isPositive();
            assertThat(counters.readlink()).isEqualTo(1);
            assertThat(counters.readdir()).isPositive();
            assertThat(counters.getattr()).isEqualTo(1);
            assertThat(agreed(cluster, shared)).isEqualTo(shared.books(host));
        }
    }

    @Test
    void filesAreOnBothBricksAndEveryLookupPaysItsDelay() throws IOException {
        int delay = 3000;
        int files = 100;
        GlusterFs.Setup setup = new GlusterFs.Setup(2, GlusterFs.Tuning.DEFAULTS, delay, GlusterFs.Timeouts.DEFAULTS);
        try (Cluster cluster = new Cluster(Fixtures.workspace("gluster-delay"), 1, 64); GlusterFs shared = new GlusterFs(cluster, setup)) {
            Path directory = Files.createDirectories(shared.source().resolve("d"));
            for (int i = 0; i < files; i++) {
                Files.writeString(directory.resolve("f" + i), "");
            }
            for (int brick = 0; brick < 2; brick++) {
                try (var onBrick = Files.list(cluster.workspace().resolve("gluster/brick" + brick + "/d"))) {
                    assertThat(onBrick.count()).as("files on brick " + brick).isBetween(1L, files - 1L);
                }
            }
            shared.remount();
            Host host = cluster.hosts().get(0);
            Command.Result result = host.exec(shared.mount().resolve("d").toString(), Map.of(), 60, "sh", "-c",
                    "for i in $(seq 0 " + (files - 1) + "); do test -e f$i || exit 1; done").orFail("lookups");
            assertThat(result.seconds()).as(files + " lookups x 3 ms").isGreaterThanOrEqualTo(files * delay / 1e6);
            assertThat(shared.counters(host).lookup()).isGreaterThanOrEqualTo(files);
            assertThat(agreed(cluster, shared).counters().lookup()).isEqualTo(shared.counters(host).lookup());
        }
    }

    @Test
    void twoClustersHaveVolumesOfTheirOwn() throws IOException {
        try (Cluster one = new Cluster(Fixtures.workspace("gluster-one"), 1, 64); GlusterFs first = new GlusterFs(one, GlusterFs.Setup.COUNTING);
                Cluster other = new Cluster(Fixtures.workspace("gluster-other"), 1, 64);
                GlusterFs second = new GlusterFs(other, GlusterFs.Setup.COUNTING)) {
            Files.writeString(first.source().resolve("first"), "");
            Files.writeString(second.source().resolve("second"), "");
            first.remount();
            second.remount();
            assertThat(one.hosts().get(0).exec(first.mount().toString(), Map.of(), 30, "ls").out()).isEqualTo("first\n");
            assertThat(second.served().calls()).isEmpty();
            assertThat(other.hosts().get(0).exec(second.mount().toString(), Map.of(), 30, "ls").out()).isEqualTo("second\n");
        }
    }

    private static JobOutcome run(SharedFileSystem shared, Launcher launcher, JobSpec spec) {
        shared.remount();
        JobOutcome outcome = launcher.run(spec, 120);
        outcome.mustExit(0);
        assertThat(outcome.output()).hasSize(spec.ranks()).allMatch(line -> line.startsWith("sum "));
        return outcome;
    }

    private static JobSpec job(int jdk, int ranks, String classPath) {
        return new JobSpec(Machine.jdk(jdk), ranks, List.of(), classPath, "UsesEverything", List.of("" + CLASSES, "" + EACH, "0"));
    }

    /** What the bricks were asked for, after a check that it is what the hosts have asked for. */
    private static GlusterBooks agreed(Cluster cluster, GlusterFs shared) {
        GlusterBooks served = shared.served();
        GlusterBooks asked = cluster.hosts().stream().map(shared::books).reduce(GlusterBooks::plus).orElseThrow();
        assertThat(asked).as("the hosts' books").isEqualTo(served);
        return served;
    }

    private static long bytes(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            long sum = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sum += Files.size(file);
            }
            return sum;
        }
    }
}
