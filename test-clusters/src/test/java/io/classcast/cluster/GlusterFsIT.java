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

/** GlusterFS on simulated hosts: what it counts, and that a class path on it is read by rank 0 alone. */
class GlusterFsIT {
    private static final int CLASSES = 300;
    private static final int EACH = 50;
    private static final int DIRECTORIES = 10;
    private static final int RANKS = 4;

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void aHostWithoutRank0AsksForNothingOfTheClassPath(int jdk) throws IOException {
        try (Cluster cluster = new Cluster(Fixtures.workspace("gluster" + jdk), 2, 128);
                GlusterFs shared = new GlusterFs(cluster, GlusterFs.Setup.COUNTING)) {
            Host node0 = cluster.hosts().get(0);
            Host node1 = cluster.hosts().get(1);
            String classPath = Fixtures.generate(shared.source(), shared.mount(), CLASSES, EACH, DIRECTORIES);
            Fixtures.compile("plain", shared.source().resolve("exploded/d0"));
            Launcher mpirun = Engine.OPENMPI.on(cluster);
            Launcher launcher = jdk < 22 ? new MpjWithoutDaemons(cluster, mpirun) : mpirun;
            JobSpec spec = new JobSpec(Machine.jdk(jdk), RANKS, List.of(), classPath, "UsesEverything", List.of("" + CLASSES, "" + EACH, "0"));

            JobOutcome plain = run(shared, launcher, spec);
            Map<Host, GlusterBooks> first = Map.of(node0, shared.books(node0), node1, shared.books(node1));
            System.out.println("BOOKS " + first + " served " + shared.served());
            run(shared, launcher, spec);
            System.out.println("BOOKS2 " + shared.books(node0) + shared.books(node1));
            JobOutcome served = run(shared, new BcastjarRun(cluster, launcher, List.of()), spec);
            System.out.println("BOOKS3 " + shared.books(node0) + shared.books(node1));
            System.out.println("BOOKS3 " + shared.served());
        }
    }

    private static JobOutcome run(SharedFileSystem shared, Launcher launcher, JobSpec spec) {
        shared.remount();
        JobOutcome outcome = launcher.run(spec, 120);
        assertThat(outcome.exit()).as(String.join("\n", outcome.raw())).isZero();
        assertThat(outcome.output()).hasSize(RANKS).allMatch(line -> line.startsWith("sum "));
        return outcome;
    }
}
