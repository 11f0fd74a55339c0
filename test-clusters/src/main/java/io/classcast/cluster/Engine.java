package io.classcast.cluster;

/** What starts the ranks of a job, and so what its MPI is. */
public enum Engine {
    /** MPJ Express with its daemons. */
    MPJ,
    /** Open MPI's mpirun. */
    OPENMPI,
    /** MPICH's hydra. */
    MPICH,
    /** Slurm's srun with PMIx, for Open MPI. */
    SLURM,
    /** Slurm's srun with PMI-2, for MPICH. */
    SLURM_PMI2;

    /**
     * The launcher on a cluster.
     *
     * @param cluster its hosts
     * @return ready for jobs
     */
    public Launcher on(Cluster cluster) {
        return switch (this) {
            case MPJ -> new MpjJob(cluster);
            case OPENMPI -> new MpirunJob(cluster, MpirunJob.Family.OPENMPI);
            case MPICH -> new MpirunJob(cluster, MpirunJob.Family.MPICH);
            case SLURM -> new SlurmJob(cluster, "pmix");
            case SLURM_PMI2 -> new SlurmJob(cluster, "pmi2");
        };
    }

    /**
     * Whether a native MPI library carries the broadcast.
     *
     * @return false for MPJ Express
     */
    public boolean isNative() {
        return this != MPJ;
    }
}
