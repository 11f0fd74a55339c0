package io.classcast.mpi.foreign;

import io.classcast.Ancestor;
import io.classcast.ClasscastException;
import java.util.Map;

/**
 * Which ranks of a job run the same program as this one, as far as the launcher's variables tell ({@code mpirun -n 1 java … : -n 3 solver}). The other
 * programs know nothing of us: no collective of ours may need them. Immutable.
 *
 * @param programs of the job; 1 also where nothing tells, as under hydra ({@link HydraPrograms})
 * @param first rank of this program; where that is not known, 1 in processes that tell the user, since rank 0 runs another program
 * @param count of its ranks, one after the other; 0 where there are several programs and that is not known
 */
public record JobParts(int programs, int first, int count) {
    /** All ranks run one program. */
    public static final JobParts ONE = new JobParts(1, 0, 0);

    private static final JobParts UNKNOWN = new JobParts(2, 0, 0);
    /** The same in a process that tells the user, since rank 0 runs another program. */
    private static final JobParts UNKNOWN_TO_ROOT = new JobParts(2, 1, 0);
    private static final String[] SLURM_GROUPS = {"SLURM_JOB_NODELIST_HET_GROUP_", "SLURM_JOB_NODELIST_PACK_GROUP_"};

    /**
     * Looks at the variables of the launcher that has started this process.
     *
     * @param environment of the process
     * @param variable by which the launcher is known
     * @return {@link #ONE} where nothing tells of other programs
     */
    public static JobParts of(Map<String, String> environment, String variable) {
        if (variable.equals("OMPI_COMM_WORLD_RANK")) {
            return ofOpenMpi(environment);
        }
        // hydra itself may have been started by srun.
        boolean hydra = variable.startsWith("PMI_") && environment.containsKey("MPI_LOCALRANKID");
        return hydra || !environment.containsKey("SLURM_STEP_NUM_TASKS") ? ONE : ofSlurm(environment, daemonOfSlurm());
    }

    /** mpirun of Open MPI 4 and PRRTE's: ranks are counted from one program to the next, whatever the mapping. */
    private static JobParts ofOpenMpi(Map<String, String> environment) {
        int programs = number(environment.get("OMPI_NUM_APP_CTX"), 1);
        if (programs <= 1) {
            return ONE;
        }
        int[] counts = numbers(environment.get("OMPI_APP_CTX_NUM_PROCS"));
        // All are 0 in Open MPI 4.1.4.
        int[] firsts = numbers(environment.get("OMPI_FIRST_RANKS"));
        int rank = number(environment.get("OMPI_COMM_WORLD_RANK"), -1);
        int own = number(environment.get("OMPI_MCA_orte_app_num"), -1);
        if (counts.length != programs || firsts.length != programs) {
            return UNKNOWN;
        }
        JobParts found = UNKNOWN;
        int first = 0;
        for (int i = 0; i < programs; i++) {
            if (counts[i] <= 0 || firsts[i] != first && firsts[i] != 0) {
                return UNKNOWN;
            }
            if (rank >= first && rank < first + counts[i] && (own < 0 || own == i)) {
                found = new JobParts(programs, first, counts[i]);
            }
            first += counts[i];
        }
        return first == number(environment.get("OMPI_COMM_WORLD_SIZE"), -1) ? found : UNKNOWN;
    }

    /**
     * A step of Slurm. Of a heterogeneous job's only the node lists of the groups tell whether the step goes over several (22.05); of
     * {@code srun a : b} in an ordinary allocation only the name of its daemon; of {@code srun --multi-prog} nothing.
     *
     * @param daemon its command line, such as "slurmstepd: [3.0+1]" for the second program of step 0 of job 3; empty where it is not seen
     */
    static JobParts ofSlurm(Map<String, String> environment, String daemon) {
        int groups = number(environment.get("SLURM_HET_SIZE"), 1);
        boolean several = daemon.indexOf('+') > 0 || groups > 1;
        String nodes = environment.getOrDefault("SLURM_STEP_NODELIST", "");
        for (int i = 0; i < groups && daemon.indexOf('+') < 0; i++) {
            for (String name : SLURM_GROUPS) {
                several &= !nodes.equals(environment.get(name + i));
            }
        }
        if (!several) {
            return ONE;
        }
        // Rank 0 is not ours, and our first rank is not known: one process of each node tells the user.
        boolean tells = component(environment, daemon) > 0 && "0".equals(environment.get("SLURM_LOCALID"));
        return tells ? UNKNOWN_TO_ROOT : UNKNOWN;
    }

    /** The number of the program; those of a heterogeneous job have job numbers one after the other. */
    private static int component(Map<String, String> environment, String daemon) {
        int from = daemon.indexOf('[') + 1;
        int dot = daemon.indexOf('.', from);
        int plus = daemon.indexOf('+', from);
        int to = daemon.indexOf(']', from);
        if (from <= 0 || dot < 0 || to < dot) {
            return -1;
        }
        return plus > 0 ? number(daemon.substring(plus + 1, to), -1)
                : number(daemon.substring(from, dot), -1) - number(environment.get("SLURM_JOB_ID"), 0);
    }

    private static String daemonOfSlurm() {
        for (Ancestor at : Ancestor.all()) {
            if (at.name().equals("slurmstepd")) {
                return String.join(" ", at.commandLine());
            }
        }
        return "";
    }

    /**
     * Whether the job has other programs.
     *
     * @return false also where that is not known
     */
    public boolean several() {
        return programs > 1;
    }

    /**
     * Whether this process is the only rank of its program.
     *
     * @return false also where the job has one program and one rank
     */
    public boolean alone() {
        return several() && count == 1;
    }

    /**
     * A rank's number within its program, where that is known.
     *
     * @param rank in the job
     * @return counted from 0
     */
    int within(int rank) {
        return count == 0 ? rank : rank - first;
    }

    /**
     * Refuses a job whose launcher does not tell which ranks run this program.
     *
     * @throws ClasscastException the reason to fall back
     */
    public void mustBeKnown() {
        if (several() && count == 0) {
            String reason = "this job has several programs, and its launcher does not tell which ranks run this one; use engine=none, or engine=mpi where"
                    + " all of them run this one with Classcast";
            throw first > 0 ? ClasscastException.unknownToRoot(reason) : new ClasscastException(reason);
        }
    }

    private static int[] numbers(String text) {
        String[] words = text == null || text.isBlank() ? new String[0] : text.trim().split(" ");
        int[] numbers = new int[words.length];
        for (int i = 0; i < words.length; i++) {
            numbers[i] = number(words[i], -1);
        }
        return numbers;
    }

    private static int number(String text, int otherwise) {
        try {
            return text == null ? otherwise : Integer.parseInt(text.trim());
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
