package io.classcast.mpi.foreign;

import io.classcast.ClasscastException;
import java.util.List;
import java.util.Map;

/**
 * How a native MPI launcher started this process, as its environment tells. The library is chosen by the launcher, never by
 * what {@code libmpi.so} happens to link to: the wrong one becomes a job of one rank, silently.
 *
 * @param variable the environment variable that gave it away
 * @param rank of this process among those that run its program, or -1 where only MPI itself knows
 * @param libraries file names to try, in order
 * @param parts which ranks run its program
 */
public record NativeLaunch(String variable, int rank, List<String> libraries, JobParts parts) {
    private static final List<String> OPEN_MPI = List.of("libmpi.so.40", "libmpi.so");
    private static final List<String> MPICH = List.of("libmpi.so.12", "libmpich.so.12", "libmpi.so");
    private static final String[][] VARIABLES = {
        {"OMPI_COMM_WORLD_RANK", "openmpi"}, // mpirun of Open MPI
        {"PMIX_RANK", "openmpi"}, // srun --mpi=pmix, prterun
        {"PMI_RANK", "mpich"}, // hydra, srun --mpi=pmi2
        {"PMI_FD", "mpich"},
    };

    /**
     * Looks at the environment.
     *
     * @param environment of the process
     * @param contact the launcher to follow where the variables of two are set; null where none is known
     * @return null where no launcher is known
     * @throws ClasscastException where Slurm started several tasks without any MPI: initialising a library would abort the
     *         process (Open MPI) or make jobs of one rank (MPICH)
     */
    public static NativeLaunch detect(Map<String, String> environment, LauncherContact contact) {
        for (String[] variable : VARIABLES) {
            String value = environment.get(variable[0]);
            boolean openMpi = variable[1].equals("openmpi");
            if (value != null && (openMpi || hasPmi(environment)) && (contact == null || contact.pmix() == openMpi)) {
                JobParts parts = JobParts.of(environment, variable[0]);
                return new NativeLaunch(variable[0], variable[0].endsWith("RANK") ? parts.within(number(value)) : -1,
                        openMpi ? OPEN_MPI : MPICH, parts);
            }
        }
        if (environment.containsKey("SLURM_PROCID") && number(environment.get("SLURM_STEP_NUM_TASKS")) > 1) {
            throw new ClasscastException("srun started this job without MPI (only SLURM_PROCID is set); use srun --mpi=pmix for"
                    + " Open MPI, srun --mpi=pmi2 for MPICH, or the option engine=none");
        }
        return null;
    }

    /** Whether there is a process manager to talk to: with a rank alone, left over in a shell, MPICH 4.0.2 crashes. */
    private static boolean hasPmi(Map<String, String> environment) {
        return environment.containsKey("PMI_FD") || environment.containsKey("PMI_PORT")
                || environment.containsKey("PALS_APID");
    }

    /**
     * The same where it is not known which ranks run the program, and the user says that all do.
     *
     * @return with {@link JobParts#ONE}
     */
    public NativeLaunch asOneProgram() {
        return new NativeLaunch(variable, rank, libraries, JobParts.ONE);
    }

    private static int number(String text) {
        try {
            return text == null ? -1 : Integer.parseInt(text.trim());
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /**
     * Whether this process prints what concerns the whole job.
     *
     * @return true for rank 0, and where the rank is not known yet
     */
    public boolean mayBeFirst() {
        return rank <= 0;
    }
}
