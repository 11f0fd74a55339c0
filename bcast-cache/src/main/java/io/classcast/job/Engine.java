package io.classcast.job;

import io.classcast.ClasscastException;
import io.classcast.mpi.MpjLaunch;
import io.classcast.mpi.foreign.LauncherContact;
import io.classcast.mpi.foreign.NativeLaunch;
import java.util.Map;

/**
 * Which MPI carries the broadcast of this process.
 *
 * @param mpj how this process was started as a rank of MPJ Express; null for the other engines
 * @param foreign how a native launcher started it; null for the other engines
 * @param contact to the native launcher, also where MPJ Express's ranks were started by it; null where there is none
 * @param noRank why this process is no rank, though variables or the command line say so; null where it is one, or nothing says so
 * @param below the rank of MPJ Express that has started this process, or what has started it; null outside of such
 */
public record Engine(MpjLaunch mpj, NativeLaunch foreign, LauncherContact contact, String noRank, MpjLaunch below) {
    /** What native launchers set, the surest first. */
    private static final String[] RANKS = {"OMPI_COMM_WORLD_RANK", "PMIX_RANK", "PMI_RANK", "SLURM_PROCID"};

    private static final String ALONE = "this job has several programs, and this one has one rank";

    private static final Engine NONE = none(null);

    private static Engine none(String noRank) {
        return new Engine(null, null, null, noRank, null);
    }

    /**
     * Chooses the engine: the launcher decides, where it is there and this process can be its rank. Whoever goes on to connect has
     * to {@link #claim} the rank first.
     *
     * @param option auto, mpj, mpi or none
     * @param launch as a rank of MPJ Express, or null
     * @param environment of the process
     * @return the engine
     * @throws ClasscastException where the choice cannot be served
     */
    public static Engine choose(String option, MpjLaunch launch, Map<String, String> environment) {
        if (option.equals("none")) {
            return NONE;
        }
        LauncherContact contact = isNative(environment) ? LauncherContact.of(environment) : null;
        boolean noContact = contact == null || contact.trouble() != null;
        if (!option.equals("mpi") && (launch != null || option.equals("mpj") || noContact && seesMpj(environment))) {
            MpjLaunch above = RankClaim.mpjRankAbove(launch);
            if (above != null) {
                return new Engine(null, null, null, "a JVM above this one is the rank", above);
            }
        }
        if (option.equals("mpj") && launch == null) {
            throw new ClasscastException("engine=mpj, but this JVM was not started as a rank of MPJ Express; start the job"
                    + " with mpjrun, or use engine=none");
        }
        if (launch != null && !option.equals("mpi")) {
            return new Engine(launch, null, contact, null, null);
        }
        NativeLaunch foreign = isNative(environment) ? NativeLaunch.detect(environment, contact) : null;
        if (foreign == null) {
            if (option.equals("mpi")) {
                throw new ClasscastException("engine=mpi, but no MPI launcher has set its variables (OMPI_COMM_WORLD_RANK,"
                        + " PMIX_RANK or PMI_RANK); start the job with mpirun or srun, or use engine=none");
            }
            return NONE;
        }
        if (contact.trouble() != null) {
            return none(contact.trouble());
        }
        if (foreign.parts().alone()) {
            return none(ALONE);
        }
        if (foreign.parts().several() && foreign.parts().count() == 0 && option.equals("mpi")) {
            foreign = foreign.asOneProgram();
        }
        foreign.parts().mustBeKnown();
        return new Engine(null, foreign, contact, null, null);
    }

    /**
     * Makes this process the rank that it was started as, which only one process can be, once.
     *
     * @param store option store, or null; the processes below a rank share it
     * @return this engine, or engine none where another process is the rank
     */
    public Engine claim(String store) {
        if (foreign != null) {
            String refused = RankClaim.refused(contact, store);
            if (refused != null) {
                return none(refused);
            }
        }
        if (mpj != null && contact != null && contact.trouble() == null) {
            RankClaim.mark(contact, store);
        }
        return this;
    }

    /**
     * Whether this process prints what the user should know.
     *
     * @param byVariables what {@link #isFirst} says
     * @return true for rank 0 of the program and what it starts, and where the rank is not known yet
     */
    public boolean speaks(boolean byVariables) {
        if (below != null) {
            return below.rank() == 0;
        }
        return foreign == null ? byVariables || ALONE.equals(noRank) : foreign.mayBeFirst();
    }

    /** Whether a rank of MPJ Express could be above: what it starts has mostly the one or the other from it. */
    private static boolean seesMpj(Map<String, String> environment) {
        return environment.containsKey("MPJ_HOME") || System.getProperty("java.class.path", "").contains("/mpj.jar");
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
        if (noRank != null) {
            return "engine none, a launcher's variables are set, but " + noRank;
        }
        return foreign == null ? "engine none, no MPI launcher's variable is set"
                : "engine mpi, rank " + foreign.rank() + " by " + foreign.variable() + (foreign.parts().several() ? ", of the " + foreign.parts().count()
                        + " that run this program in a job of " + foreign.parts().programs() : "");
    }
}
