package io.classcast.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which launcher set its variables, and whether they contradict each other. */
final class LauncherCheck implements Check {
    private static final String SUBJECT = "launcher";
    /** What a process manager of PMI has to tell for MPICH to find it; a rank alone is a leftover. */
    private static final List<String> MANAGERS = List.of("PMI_FD", "PMI_PORT", "PALS_APID");

    @Override
    public List<Finding> examine(Surroundings here) {
        boolean pmix = here.has("OMPI_COMM_WORLD_RANK") || here.has("PMIX_RANK");
        boolean manager = MANAGERS.stream().anyMatch(here::has);
        boolean pmi = here.has("PMI_RANK") || manager;
        List<Finding> findings = new ArrayList<>();
        if (pmix && pmi) {
            findings.add(Finding.warning(SUBJECT, "variables of two launchers are set: " + names(here),
                    "Start the job by one launcher alone, from a shell where no other one's variables are set."));
        } else if (pmi && !manager) {
            findings.add(Finding.warning(SUBJECT, "PMI_RANK is set without PMI_FD or PMI_PORT: it was left over in the shell",
                    "unset PMI_RANK PMI_SIZE before the job is started."));
        } else if (!pmix && !pmi && here.has("SLURM_PROCID") && here.has("SLURM_STEP_NUM_TASKS")
                && !here.variable("SLURM_STEP_NUM_TASKS").equals("1")) {
            findings.add(Finding.warning(SUBJECT, "srun started " + here.variable("SLURM_STEP_NUM_TASKS")
                    + " tasks without MPI: only SLURM_PROCID is set",
                    "srun --mpi=pmix for Open MPI, srun --mpi=pmi2 for MPICH; or the option engine=none."));
        }
        if (findings.isEmpty() && (pmix || pmi || here.has("SLURM_PROCID"))) {
            findings.add(Finding.ok(SUBJECT, names(here)));
        }
        return findings;
    }

    private static String names(Surroundings here) {
        return Stream.of("OMPI_COMM_WORLD_RANK", "PMIX_RANK", "PMI_RANK", "PMI_FD", "PMI_PORT", "PALS_APID", "SLURM_PROCID")
                .filter(here::has).collect(Collectors.joining(", "));
    }
}
