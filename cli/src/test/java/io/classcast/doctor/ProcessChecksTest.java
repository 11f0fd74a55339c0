package io.classcast.doctor;

import static io.classcast.doctor.Samples.lines;
import static io.classcast.doctor.Samples.variables;
import static org.assertj.core.api.Assertions.assertThat;

import io.classcast.doctor.Surroundings.Cores;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The checks of what a process was started with. */
class ProcessChecksTest {
    private static List<String> launcher(String... variables) {
        return lines(new LauncherCheck().examine(variables(variables)));
    }

    @Test
    void eachLauncherAloneIsFine() {
        assertThat(launcher("OMPI_COMM_WORLD_RANK", "0", "PMIX_RANK", "0")).containsExactly("ok OMPI_COMM_WORLD_RANK, PMIX_RANK");
        assertThat(launcher("PMI_RANK", "0", "PMI_FD", "9", "SLURM_PROCID", "0")).containsExactly("ok PMI_RANK, PMI_FD, SLURM_PROCID");
        assertThat(launcher("SLURM_PROCID", "0", "SLURM_STEP_NUM_TASKS", "1")).containsExactly("ok SLURM_PROCID");
        assertThat(launcher()).isEmpty();
    }

    @Test
    void launchersThatContradictEachOtherAreNamed() {
        assertThat(launcher("PMIX_RANK", "0", "PMI_RANK", "3")).containsExactly(
                "warning variables of two launchers are set: PMIX_RANK, PMI_RANK");
        assertThat(launcher("PMI_RANK", "3")).first().asString().startsWith("warning PMI_RANK is set without PMI_FD");
        assertThat(launcher("SLURM_PROCID", "1", "SLURM_STEP_NUM_TASKS", "4")).containsExactly(
                "warning srun started 4 tasks without MPI: only SLURM_PROCID is set");
    }

    @Test
    void anEngineThatCannotBeUsedIsAnError() {
        assertThat(lines(new EngineCheck().examine(Samples.engine(null, "cannot load the MPI library")))).containsExactly("error cannot load the MPI library");
        assertThat(lines(new EngineCheck().examine(Samples.engine("mpi, MPICH", null)))).containsExactly("ok mpi, MPICH");
        assertThat(lines(new EngineCheck().examine(Samples.engine("none", null)))).first().asString().startsWith("note ");
    }

    @Test
    void signalsThatAreTakenFromTheJvmAreErrors() {
        assertThat(lines(new SignalsCheck().examine(variables()))).containsExactly("ok no setting takes signals from the JVM");
        assertThat(lines(new SignalsCheck().examine(variables("UCX_ERROR_SIGNALS", "")))).hasSize(1).first().asString()
                .startsWith("ok");
        assertThat(lines(new SignalsCheck().examine(variables("UCX_ERROR_SIGNALS", "SIGSEGV")))).first().asString()
                .startsWith("error UCX_ERROR_SIGNALS=SIGSEGV");
        assertThat(lines(new SignalsCheck().examine(variables("OMPI_MCA_opal_signal", "6,11")))).first().asString()
                .startsWith("error OMPI_MCA_opal_signal=6,11");
        assertThat(lines(new SignalsCheck().examine(variables("UCX_MEM_EVENTS", "y")))).first().asString().startsWith("warning");
    }

    @Test
    void optionsBehindTheCommandLineAreNoted() {
        assertThat(lines(new JavaOptionsCheck().examine(variables()))).hasSize(1).first().asString().startsWith("ok");
        assertThat(lines(new JavaOptionsCheck().examine(variables("_JAVA_OPTIONS", "-Xmx1g", "LD_PRELOAD", "x.so"))))
                .containsExactly("note _JAVA_OPTIONS=-Xmx1g", "note LD_PRELOAD=x.so");
        assertThat(lines(new JavaOptionsCheck().examine(variables("JDK_JAVA_OPTIONS", "-Xshare:off")))).first().asString()
                .startsWith("warning");
    }

    @Test
    void coreListsAreCounted() {
        assertThat(Cores.count("0-3,8,10-11\n")).isEqualTo(7);
        assertThat(Cores.count("5")).isEqualTo(1);
        assertThat(Cores.count("")).isZero();
        assertThat(Cores.count("nonsense")).isZero();
    }

    @Test
    void aRankBoundToOneCoreIsAWarning() {
        assertThat(lines(new CoresCheck().examine(Samples.with(new Cores(1, 1, 64))))).first().asString()
                .startsWith("warning each rank is bound to one core of 64");
        assertThat(lines(new CoresCheck().examine(Samples.with(new Cores(1, 1, 1))))).first().asString().startsWith("ok");
        assertThat(lines(new CoresCheck().examine(Samples.with(new Cores(4, 4, 64))))).containsExactly(
                "ok each rank may run on 4 of 64 cores");
    }

    @Test
    void moreThreadsThanCoresAreAWarning() {
        assertThat(lines(new CoresCheck().examine(variables("JAVA_TOOL_OPTIONS", "-XX:ParallelGCThreads=64 -XX:CICompilerCount=4"))))
                .contains("warning -XX:ParallelGCThreads=64 in JAVA_TOOL_OPTIONS, but 8 cores to run on").hasSize(2);
    }

    @Test
    void limitsAreReadAndJudged() {
        assertThat(lines(new LimitsCheck().examine(Samples.limits("unlimited", "524288", true)))).containsExactly(
                "ok locked memory is not limited", "ok open files are limited to {}");
        List<Finding> low = new LimitsCheck().examine(Samples.limits("65536    ", "256", true));
        assertThat(low).extracting(Finding::level).containsExactly(Level.WARNING, Level.WARNING);
        assertThat(low).extracting(Finding::figure).containsExactly(65536.0, 256.0);
        assertThat(new LimitsCheck().examine(Samples.limits("65536    ", "4096", false))).extracting(Finding::level)
                .containsExactly(Level.OK, Level.OK);
    }
}
