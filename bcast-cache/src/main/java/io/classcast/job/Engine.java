package io.classcast.job;

import io.classcast.ClasscastException;
import io.classcast.mpi.MpjLaunch;
import io.classcast.mpi.foreign.ForeignCalls;
import io.classcast.mpi.foreign.NativeLaunch;
import java.util.Map;

/**
 * Which MPI carries the broadcast of this process.
 *
 * @param mpj how this process was started as a rank of MPJ Express; null for the other engines
 * @param foreign how a native launcher started it; null for the other engines
 */
public record Engine(MpjLaunch mpj, NativeLaunch foreign) {
    /** What native launchers set, the surest first. */
    private static final String[] RANKS = {"OMPI_COMM_WORLD_RANK", "PMIX_RANK", "PMI_RANK", "SLURM_PROCID"};

    /**
     * Chooses the engine: the launcher decides.
     *
     * @param option auto, mpj, mpi or none
     * @param launch as a rank of MPJ Express, or null
     * @param environment of the process
     * @return the engine
     * @throws ClasscastException where the choice cannot be served
     */
    public static Engine choose(String option, MpjLaunch launch, Map<String, String> environment) {
        if (option.equals("none")) {
            return new Engine(null, null);
        }
        if (option.equals("mpj") && launch == null) {
            throw new ClasscastException("engine=mpj, but this JVM was not started as a rank of MPJ Express; start the job"
                    + " with mpjrun, or use engine=none");
        }
        if (launch != null && !option.equals("mpi")) {
            return new Engine(launch, null);
        }
        NativeLaunch foreign = isNative(environment) ? NativeLaunch.detect(environment) : null;
        if (foreign == null) {
            if (option.equals("mpi")) {
                throw new ClasscastException("engine=mpi, but no MPI launcher has set its variables (OMPI_COMM_WORLD_RANK,"
                        + " PMIX_RANK or PMI_RANK); start the job with mpirun or srun, or use engine=none");
            }
            return new Engine(null, null);
        }
        if (Runtime.version().feature() < ForeignCalls.FIRST_JDK) {
            throw new ClasscastException("started by a native MPI launcher (" + foreign.variable() + " is set), which needs JDK "
                    + ForeignCalls.FIRST_JDK + " or newer (this is " + Runtime.version().feature()
                    + "); use one, or MPJ Express, or engine=none");
        }
        return new Engine(null, foreign);
    }

    private static boolean isNative(Map<String, String> environment) {
        for (String rank : RANKS) {
            if (environment.containsKey(rank)) {
                return true;
            }
        }
        return environment.containsKey("PMI_FD");
    }

    /**
     * Whether this process speaks for the job.
     *
     * @param launch as a rank of MPJ Express, or null
     * @param environment of the process
     * @return true for rank 0, and outside of jobs
     */
    public static boolean isFirst(MpjLaunch launch, Map<String, String> environment) {
        if (launch != null) {
            return launch.rank() == 0;
        }
        for (String rank : RANKS) {
            String value = environment.get(rank);
            if (value != null) {
                return value.equals("0");
            }
        }
        return true;
    }

    /**
     * Its name.
     *
     * @return mpj, mpi or none
     */
    public String label() {
        return mpj != null ? "mpj" : foreign != null ? "mpi" : "none";
    }

    /**
     * What was detected, and from what.
     *
     * @return text for the log
     */
    public String detail() {
        if (mpj != null) {
            return "engine mpj, rank " + mpj.rank() + " of " + mpj.size() + " by MPJ Express's command line";
        }
        return foreign == null ? "engine none, no MPI launcher's variable is set"
                : "engine mpi, rank " + foreign.rank() + " by " + foreign.variable();
    }
}
