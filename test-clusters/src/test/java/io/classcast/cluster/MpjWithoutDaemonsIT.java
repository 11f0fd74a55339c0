package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ranks of MPJ Express that a native launcher started, 3 hosts x 2 ranks. */
class MpjWithoutDaemonsIT {
    @ParameterizedTest
    @CsvSource({"OPENMPI,17", "OPENMPI,25", "MPICH,17", "SLURM,25"})
    void areServedByMpjExpress(Engine engine, int jdk) throws IOException {
        try (Cluster cluster = new Cluster(Fixtures.workspace("without-daemons-" + engine + jdk), 3, 64)) {
            SharedFs shared = new SharedFs(cluster, SharedFs.Costs.NONE);
            Fixtures.compile("mpj", shared.source().resolve("classes"));
            Launcher launcher = new MpjWithoutDaemons(cluster, engine.on(cluster));
            JobOutcome plain = run(launcher, shared, jdk, List.of());
            assertThat(plain.output()).as(String.join("\n", plain.raw())).contains(
                    "rank 5 on node2 java " + jdk + " arguments one|two words", "sum 21");

            JobOutcome served = run(launcher, shared, jdk, List.of(Fixtures.agent("engine=auto")));
            served.mustExit(0);
            assertThat(served.output()).isEqualTo(plain.output());
            assertThat(served.agentLines()).singleElement().asString().contains("6 ranks on 3 nodes", "engine=mpj");
            for (Host host : cluster.hosts().subList(1, 3)) {
                assertThat(shared.counters(host).open()).as(host.name()).isZero();
                assertThat(shared.counters(host).enoent()).as(host.name()).isZero();
            }
        }
    }

    private static JobOutcome run(Launcher launcher, SharedFs shared, int jdk, List<String> agent) {
        shared.remount();
        return launcher.run(new JobSpec(Machine.jdk(jdk), 6, agent, shared.mount().resolve("classes").toString(), "WhereAmI",
                List.of("one", "two words")), 60);
    }
}
