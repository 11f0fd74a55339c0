package io.classcast.mpi.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classcast.ClasscastException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobPartsTest {
    private static final String OPEN_MPI = "OMPI_COMM_WORLD_RANK";

    private static Map<String, String> openMpi(int rank, String... more) {
        Map<String, String> environment = new HashMap<>(Map.of(OPEN_MPI, Integer.toString(rank), "OMPI_COMM_WORLD_SIZE", "6", "OMPI_NUM_APP_CTX", "3",
                "OMPI_APP_CTX_NUM_PROCS", "1 3 2", "OMPI_FIRST_RANKS", "0 1 4"));
        for (int i = 0; i < more.length; i += 2) {
            environment.put(more[i], more[i + 1]);
        }
        return environment;
    }

    private static Map<String, String> slurm(String nodes, String... more) {
        Map<String, String> environment = new HashMap<>(Map.of("SLURM_STEP_NUM_TASKS", "3", "SLURM_STEP_NODELIST", nodes, "SLURM_JOB_ID", "7",
                "SLURM_LOCALID", "0"));
        for (int i = 0; i < more.length; i += 2) {
            environment.put(more[i], more[i + 1]);
        }
        return environment;
    }

    @ParameterizedTest
    @CsvSource({"0,0,1", "1,1,3", "3,1,3", "4,4,2", "5,4,2"})
    void mpirunTellsTheRanksOfEachProgram(int rank, int first, int count) {
        JobParts parts = JobParts.of(openMpi(rank), OPEN_MPI);
        assertThat(parts).isEqualTo(new JobParts(3, first, count));
        assertThat(parts.several()).isTrue();
        assertThat(parts.alone()).isEqualTo(count == 1);
        assertThat(parts.within(rank)).isEqualTo(rank - first);
        parts.mustBeKnown();
    }

    @Test
    void theFirstRanksThatOpenMpi4SetsToZeroAreNotBelieved() {
        assertThat(JobParts.of(openMpi(4, "OMPI_FIRST_RANKS", "0 0 0", "OMPI_MCA_orte_app_num", "2"), OPEN_MPI)).isEqualTo(new JobParts(3, 4, 2));
    }

    @Test
    void oneProgramIsAsEverWhateverItsRankAndWhereNothingTells() {
        assertThat(JobParts.of(openMpi(5, "OMPI_NUM_APP_CTX", "1", "OMPI_APP_CTX_NUM_PROCS", "6", "OMPI_FIRST_RANKS", "0"), OPEN_MPI)).isEqualTo(JobParts.ONE);
        assertThat(JobParts.of(Map.of(OPEN_MPI, "1"), OPEN_MPI)).isEqualTo(JobParts.ONE);
        assertThat(JobParts.of(Map.of("PMIX_RANK", "1"), "PMIX_RANK")).isEqualTo(JobParts.ONE);
        assertThat(JobParts.ONE.alone()).isFalse();
        assertThat(JobParts.ONE.within(5)).isEqualTo(5);
        JobParts.ONE.mustBeKnown();
    }

    @ParameterizedTest
    @ValueSource(strings = {"OMPI_APP_CTX_NUM_PROCS=1 3", "OMPI_APP_CTX_NUM_PROCS=1 3 x", "OMPI_APP_CTX_NUM_PROCS=2 2 2", "OMPI_COMM_WORLD_SIZE=7",
        "OMPI_MCA_orte_app_num=0", "OMPI_FIRST_RANKS=0 2 4", "OMPI_FIRST_RANKS=0 1", "OMPI_COMM_WORLD_RANK=6", "OMPI_COMM_WORLD_RANK=x"})
    void whereTheNumbersDoNotFitTogetherNothingIsServed(String changed) {
        String[] words = changed.split("=");
        JobParts parts = JobParts.of(openMpi(4, words), OPEN_MPI);
        assertThat(parts.several()).isTrue();
        assertThatThrownBy(parts::mustBeKnown).isInstanceOf(ClasscastException.class).hasMessageContaining("several programs").hasMessageContaining("engine=none");
    }

    @Test
    void theNameOfSlurmsDaemonTellsOfSeveralProgramsInOneAllocation() {
        assertThat(JobParts.ofSlurm(slurm("n[0-1]"), "slurmstepd: [7.0]")).isEqualTo(JobParts.ONE);
        assertThat(JobParts.ofSlurm(slurm("n[0-1]"), "")).isEqualTo(JobParts.ONE);
        assertThatThrownBy(JobParts.ofSlurm(slurm("n[0-1]"), "slurmstepd: [7.0+0]")::mustBeKnown)
                .isInstanceOfSatisfying(ClasscastException.class, e -> assertThat(e.isUnknownToRoot()).isFalse());
        assertThatThrownBy(JobParts.ofSlurm(slurm("n[0-1]"), "slurmstepd: [7.0+1]")::mustBeKnown)
                .isInstanceOfSatisfying(ClasscastException.class, e -> assertThat(e.isUnknownToRoot()).isTrue());
        assertThatThrownBy(JobParts.ofSlurm(slurm("n[0-1]", "SLURM_LOCALID", "1"), "slurmstepd: [7.0+1]")::mustBeKnown)
                .isInstanceOfSatisfying(ClasscastException.class, e -> assertThat(e.isUnknownToRoot()).isFalse());
    }

    @Test
    void aStepOfOneGroupOfAHeterogeneousJobIsOneProgram() {
        String[] groups = {"SLURM_HET_SIZE", "2", "SLURM_JOB_NODELIST_PACK_GROUP_0", "n0", "SLURM_JOB_NODELIST_PACK_GROUP_1", "n[1-2]"};
        assertThat(JobParts.ofSlurm(slurm("n0", groups), "slurmstepd: [7.0]")).isEqualTo(JobParts.ONE);
        assertThat(JobParts.ofSlurm(slurm("n[1-2]", groups), "slurmstepd: [8.0]")).isEqualTo(JobParts.ONE);
        assertThat(JobParts.ofSlurm(slurm("n[0-2]", groups), "slurmstepd: [7.0]").several()).isTrue();
        assertThatThrownBy(JobParts.ofSlurm(slurm("n[0-2]", groups), "slurmstepd: [8.0]")::mustBeKnown)
                .isInstanceOfSatisfying(ClasscastException.class, e -> assertThat(e.isUnknownToRoot()).isTrue());
        assertThat(JobParts.ofSlurm(slurm("n[0-2]", "SLURM_HET_SIZE", "2"), "").several()).isTrue();
    }

    @Test
    void underHydraSlurmsVariablesSayNothing() {
        Map<String, String> environment = slurm("n[0-1]", "SLURM_HET_SIZE", "2", "PMI_RANK", "1", "MPI_LOCALRANKID", "0");
        assertThat(JobParts.of(environment, "PMI_RANK")).isEqualTo(JobParts.ONE);
        environment.remove("MPI_LOCALRANKID");
        assertThat(JobParts.of(environment, "PMI_RANK").several()).isTrue();
    }

    @Test
    void aLaunchCountsItsRankWithinTheProgram() {
        assertThat(NativeLaunch.detect(openMpi(3), null).rank()).isEqualTo(2);
        assertThat(NativeLaunch.detect(openMpi(4), null).mayBeFirst()).isTrue();
        NativeLaunch unknown = NativeLaunch.detect(openMpi(4, "OMPI_COMM_WORLD_SIZE", "7"), null);
        assertThat(unknown.rank()).isEqualTo(4);
        assertThat(unknown.asOneProgram().parts()).isEqualTo(JobParts.ONE);
    }

    @Test
    void hydrasAnswersAreReadByName() {
        assertThat(HydraPrograms.value("cmd=appnum appnum=1", "appnum=")).isEqualTo("1");
        assertThat(HydraPrograms.value("cmd=my_kvsname kvsname=kvs_1_0_2_host", "kvsname=")).isEqualTo("kvs_1_0_2_host");
        assertThat(HydraPrograms.value("cmd=get_result rc=0 msg=success value=0", "value=")).isEqualTo("0");
        assertThat(HydraPrograms.value("cmd=get_result rc=-1 msg=key_classcast_not_found value=unknown", "value=")).isEqualTo("unknown");
        assertThat(HydraPrograms.value("cmd=publish_result info=ok rc=1 msg=key_already_present", "rc=")).isEqualTo("1");
        assertThat(HydraPrograms.value("", "value=")).isEmpty();
    }

    @Test
    void mpiexecsCommandLineTellsOfSeveralPrograms() {
        assertThat(HydraPrograms.hasSeveral(List.of("mpiexec.hydra", "-n", "1", "java", "A", ":", "-n", "3", "b"))).isTrue();
        assertThat(HydraPrograms.hasSeveral(List.of("mpiexec", "-n", "4", "java", "-cp", "a.jar:b.jar", "Main"))).isFalse();
    }

    @Test
    void whatIsMissingTellsSomethingOnlyWhereThereHasBeenABarrier() {
        assertThat(HydraPrograms.canBeTold("MPICH Version:\t4.0.2\nMPICH Release date:\tThu Apr 7")).isTrue();
        assertThat(HydraPrograms.canBeTold("MPICH Version:      5.0.2\n")).isFalse();
        assertThat(HydraPrograms.canBeTold("MPICH Version:      4.2.1\n")).isFalse();
        assertThat(HydraPrograms.canBeTold("Intel(R) MPI Library 2021.9")).isFalse();
    }

    @Test
    void theLastRankIsKnownByNumbersOnly() {
        assertThat(HydraPrograms.isLast("3", "4")).isTrue();
        assertThat(HydraPrograms.isLast("2", "4")).isFalse();
        assertThat(HydraPrograms.isLast("3", "x")).isFalse();
        assertThat(HydraPrograms.isLast("", "4")).isFalse();
    }
}
