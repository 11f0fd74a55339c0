package io.classcast.agent;

import io.classcast.ClasscastException;
import io.classcast.mpi.MpjLaunch;
import java.util.Map;

/**
 * Which MPI carries the broadcast of this process.
 *
 * @param mpj how MPJ Express started this process; null for engine none
 */
record Engine(MpjLaunch mpj) {
    private static final String[] NATIVE = {"OMPI_COMM_WORLD_RANK", "PMIX_RANK", "PMI_RANK", "SLURM_PROCID"};

    /**
     * Chooses the engine.
     *
     * @param option auto, mpj or none
     * @param launch what MPJ Express's daemon gave, or null
     * @param environment of the process
     * @throws ClasscastException where the choice cannot be served
     */
    static Engine choose(String option, MpjLaunch launch, Map<String, String> environment) {
        if (option.equals("mpj") && launch == null) {
            throw new ClasscastException("engine=mpj, but this JVM was not started by MPJ Express's daemon; start the job"
                    + " with mpjrun, or use engine=none");
        }
        if (option.equals("auto") && launch == null) {
            for (String variable : NATIVE) {
                if (environment.containsKey(variable)) {
                    throw new ClasscastException("started by a native MPI launcher (" + variable + " is set), which this"
                            + " version cannot use; start the job with MPJ Express, or use engine=none");
                }
            }
        }
        return new Engine(option.equals("none") ? null : launch);
    }

    String label() {
        return mpj == null ? "none" : "mpj";
    }
}
