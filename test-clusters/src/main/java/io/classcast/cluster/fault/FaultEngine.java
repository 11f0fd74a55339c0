package io.classcast.cluster.fault;

import io.classcast.cluster.Cluster;
import io.classcast.cluster.Engine;
import io.classcast.cluster.Launcher;
import java.util.List;
import java.util.Locale;

/** What carries the broadcast, and starts the JVMs. */
public enum FaultEngine {
    /** MPJ Express with its daemons. */
    MPJ(List.of(17, 25), "mpj"),
    /** Open MPI's mpirun. */
    OPENMPI(List.of(25), "mpi"),
    /** MPICH's hydra. */
    MPICH(List.of(25), "mpi"),
    /** No MPI: JVMs of one host, started at once. */
    NONE(List.of(17, 25), "none");

    private final List<Integer> jdks;
    private final String option;

    FaultEngine(List<Integer> jdks, String option) {
        this.jdks = jdks;
        this.option = option;
    }

    /**
     * The JDKs on which it works.
     *
     * @return Java versions
     */
    public List<Integer> jdks() {
        return jdks;
    }

    /**
     * Whether a native MPI library carries the broadcast.
     *
     * @return true for Open MPI and MPICH
     */
    public boolean isNative() {
        return option.equals("mpi");
    }

    /** The agent's option engine. */
    String option() {
        return option;
    }

    /** Starts jobs. */
    Launcher on(Cluster cluster) {
        return this == NONE ? new JvmsOfOneHost(cluster.hosts().get(0)) : Engine.valueOf(name()).on(cluster);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
