package io.classcast.cluster.platform;

import io.classcast.cluster.Cluster;
import io.classcast.cluster.Launcher;
import io.classcast.cluster.MpirunJob;
import io.classcast.cluster.SlurmJob;

/** What starts the ranks of a platform. */
public enum Starter {
    /** mpirun of Open MPI. */
    OPENMPI("libmpi.so.40"),
    /** hydra, MPICH's mpiexec. */
    MPICH("libmpich.so.12"),
    /** {@code srun --mpi=pmix}, with Open MPI. */
    PMIX("libmpi.so.40"),
    /** {@code srun --mpi=pmi2}, with MPICH. */
    PMI2("libmpich.so.12");

    private final String library;

    Starter(String library) {
        this.library = library;
    }

    /** The library of a program that calls MPI itself. */
    String library() {
        return library;
    }

    /** Starts jobs. */
    Launcher on(Cluster cluster) {
        return switch (this) {
            case OPENMPI -> new MpirunJob(cluster, MpirunJob.Family.OPENMPI);
            case MPICH -> new MpirunJob(cluster, MpirunJob.Family.MPICH);
            case PMIX -> new SlurmJob(cluster, "pmix");
            case PMI2 -> new SlurmJob(cluster, "pmi2");
        };
    }
}
