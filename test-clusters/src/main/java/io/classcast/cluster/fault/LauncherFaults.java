package io.classcast.cluster.fault;

import static io.classcast.cluster.fault.Fault.Expected.SERVED;

import java.util.List;

/** Processes that a launcher's variables speak of, and that are no rank. */
final class LauncherFaults {
    /** What MPICH's hydra, Slurm and Open MPI's mpirun leave in a shell; nobody listens at port 1 any more. */
    private static final String STALE_PMI = "export PMI_FD=99 PMI_PORT=localhost:1 PMI_SIZE=2; export PMI_RANK=${PMI_RANK:-0}";
    private static final String STALE_PMIX = "export OMPI_COMM_WORLD_RANK=0 OMPI_COMM_WORLD_SIZE=2 PMIX_RANK=0 PMIX_NAMESPACE=1948319745"
            + " PMIX_SERVER_URI41='1948319744.0;tcp4://127.0.0.1:1' PMIX_SERVER_URI2='1948319744.0;tcp4://127.0.0.1:1'";

    private LauncherFaults() {
    }

    static List<Fault> all() {
        return List.of(
                Fault.of("child-jvm", "each rank starts the program once more, with the same agent and environment")
                        .shape(s -> s.jvmOptions.add("-Dfault.child=true")).expect(SERVED),
                Fault.of("stale-launcher", "the environment has variables of launchers that are gone").before(s -> {
                    if (s.cell.engine() != FaultEngine.MPICH) {
                        s.everyRank.add(STALE_PMI);
                    }
                    if (s.cell.engine() != FaultEngine.OPENMPI) {
                        s.everyRank.add(STALE_PMIX);
                    }
                    s.agentOptions.add("engine=auto");
                    // Such a JVM says only then that it is served.
                    s.agentOptions.add("verbose=true");
                }).expect(SERVED));
    }
}
