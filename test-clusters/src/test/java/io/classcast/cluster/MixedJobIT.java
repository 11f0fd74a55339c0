package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.classcast.cluster.MpirunJob.Family;
import io.classcast.cluster.MpirunJob.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Ranks of C and of Java in one job, 2 hosts x 2 ranks: what they print, their exit code and how long they take is as without the agent. Open MPI's
 * Java ranks are served among themselves, those of MPICH fall back at once.
 */
@Tag("measuring")
class MixedJobIT {
    private static final int RANKS = 4;
    private static final double SECONDS = 2;

    private Cluster cluster;
    private SharedFs shared;
    private String classes;

    @BeforeEach
    void begin() {
        cluster = new Cluster(Fixtures.workspace("mixed"), 2, 64);
        shared = new SharedFs(cluster, SharedFs.Costs.NONE);
        Fixtures.compile("mixed", shared.source().resolve("classes"));
        shared.remount();
        classes = shared.mount().resolve("classes").toString();
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    /** The fixture in C, for one of the two MPIs; a program, or a library with JNI. */
    private Path fixture(Family family, boolean jni) throws IOException {
        Path directory = Files.createDirectories(cluster.workspace().resolve("c"));
        Path file = directory.resolve((jni ? "libsums-" : "sums-") + family.name().toLowerCase(Locale.ROOT));
        List<String> command = new ArrayList<>(List.of("mpicc." + family.name().toLowerCase(Locale.ROOT), "-o", file.toString(),
                Machine.home().resolve("src/test/fixtures/mixed/sums.c").toString()));
        if (jni) {
            String headers = Machine.jdk(17).resolve("include").toString();
            command.addAll(List.of("-DJNI", "-shared", "-fPIC", "-I" + headers, "-I" + headers + "/linux"));
        }
        Command.run(command, Map.of(), 60).orFail("mpicc");
        return file;
    }

    private List<String> java(int jdk, String agent, String... arguments) {
        List<String> jvm = new ArrayList<>(agent == null ? List.of() : List.of(Fixtures.agent(agent)));
        if (jdk > 21) {
            // Else it warns of System.load.
            jvm.add("--enable-native-access=ALL-UNNAMED");
        }
        return new JobSpec(Machine.jdk(jdk), 1, jvm, classes, "Mixed", List.of(arguments)).java();
    }

    private static List<Program> inOrder(boolean javaFirst, int javaRanks, List<String> java, List<String> c) {
        Program ours = new Program(javaRanks, java);
        Program others = new Program(RANKS - javaRanks, c);
        return javaFirst ? List.of(ours, others) : List.of(others, ours);
    }

    /** What the programs print; UCX warns on stdout of the variable that they set. */
    private static List<String> printed(JobOutcome outcome) {
        return outcome.mustExit(0).output().stream().filter(line -> !line.contains(" UCX  WARN ")).sorted().toList();
    }

    private static void mustBeLike(JobOutcome plain, JobOutcome served) {
        assertThat(printed(served)).isEqualTo(printed(plain));
        assertThat(served.complaints()).allMatch(line -> line.startsWith("classcast: "));
        assertThat(served.seconds()).as(String.join("\n", served.raw())).isBetween(plain.seconds() - SECONDS, plain.seconds() + SECONDS);
    }

    @ParameterizedTest
    @CsvSource({"OPENMPI,25,true,3", "OPENMPI,25,false,3", "OPENMPI,17,true,1", "OPENMPI,17,false,2", "OPENMPI,25,false,1", "MPICH,25,true,3", "MPICH,25,false,3",
        "MPICH,17,true,1", "MPICH,17,false,1"})
    void javaRanksThatCallMpiTakePartInTheSum(Family family, int jdk, boolean javaFirst, int javaRanks) throws IOException {
        MpirunJob launcher = new MpirunJob(cluster, family);
        List<String> c = List.of(fixture(family, false).toString());
        String jni = fixture(family, true).toString();
        JobOutcome plain = launcher.run(inOrder(javaFirst, javaRanks, java(jdk, null, jni), c), 60);
        assertThat(printed(plain)).hasSize(RANKS).allMatch(line -> line.endsWith(" of 4, sum 10"));

        shared.remount();
        JobOutcome served = launcher.run(inOrder(javaFirst, javaRanks, java(jdk, "engine=auto", jni), c), 60);
        mustBeLike(plain, served);
        if (family == Family.MPICH) {
            assertThat(served.agentLines()).singleElement().asString().contains("warning: this job has several programs");
        } else if (javaRanks == 1) {
            assertThat(served.agentLines()).as("engine none").isEmpty();
        } else {
            assertThat(served.agentLines()).singleElement().asString().contains("served to " + javaRanks + " ranks on " + (javaRanks == 2 ? "1 node" : "2 nodes"),
                    "engine=mpi");
            // Ranks 0 to 2, or 1 to 3, and the first one is on node0; or 2 and 3, which are on node1.
            int without = javaRanks == 2 ? 0 : 1;
            assertThat(shared.counters(cluster.hosts().get(without)).open()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"OPENMPI,25,true", "OPENMPI,17,false", "MPICH,25,false"})
    void noRankOfThemCallsMpiAndNobodyWaitsForTheTimeout(Family family, int jdk, boolean javaFirst) throws IOException {
        MpirunJob launcher = new MpirunJob(cluster, family);
        List<String> c = List.of(fixture(family, false).toString(), "without");
        JobOutcome plain = launcher.run(inOrder(javaFirst, 3, java(jdk, null), c), 60);
        assertThat(printed(plain)).hasSize(RANKS);
        JobOutcome fallen = launcher.run(inOrder(javaFirst, 3, java(jdk, "engine=auto"), c), 60);
        mustBeLike(plain, fallen);
        assertThat(fallen.agentLines()).singleElement().asString().contains("warning: this job has several programs", "engine=none");
    }

    /** hydra tells the first program nothing before MPI's start-up; mpiexec's command line does. */
    @Test
    void javaFirstBelowMpiexecOnItsOwnHostSeesTheOtherProgram() throws IOException {
        String c = fixture(Family.MPICH, false).toString();
        List<JobOutcome> outcomes = new ArrayList<>();
        for (String agent : new String[] {null, "engine=auto"}) {
            List<String> command = new ArrayList<>(List.of("mpiexec.hydra", "-n", "2"));
            command.addAll(java(25, agent));
            command.addAll(List.of(":", "-n", "2", c, "without"));
            Command.Result result = cluster.hosts().get(0).exec("/tmp/work", Map.of(), 60, command.toArray(new String[0]));
            outcomes.add(new JobOutcome(result.exit(), result.out().lines().toList(), result.err().lines().toList(), result.seconds()));
        }
        mustBeLike(outcomes.get(0), outcomes.get(1));
        assertThat(outcomes.get(1).agentLines()).singleElement().asString().contains("warning: this job has several programs");
    }

    /** Without MPI, in which Open MPI 4.1.4 has crashed once here; and with pmi2 Slurm 22.05 does not start each such step, without Classcast either. */
    @Test
    void underSrunJavaRanksFallBackAtOnce() throws IOException {
        SlurmJob launcher = new SlurmJob(cluster, "pmix");
        List<String> c = List.of(fixture(Family.OPENMPI, false).toString(), "without");
        for (boolean javaFirst : new boolean[] {true, false}) {
            JobOutcome plain = launcher.run(inOrder(javaFirst, 2, java(25, null), c), 60);
            assertThat(printed(plain)).hasSize(RANKS);
            JobOutcome fallen = launcher.run(inOrder(javaFirst, 2, java(25, "engine=auto"), c), 60);
            mustBeLike(plain, fallen);
            assertThat(fallen.agentLines()).singleElement().asString().contains("warning: this job has several programs");
        }
    }

    /** Not under MPICH 4.0.2 as Debian has it: MPI_Comm_spawn fails there, in C as well. */
    @ParameterizedTest
    @EnumSource(names = "OPENMPI")
    void javaRanksThatCStartsByMpiCommSpawnAreAJobOfTheirOwn(Family family) throws IOException {
        MpirunJob launcher = new MpirunJob(cluster, family);
        String c = fixture(family, false).toString();
        String jni = fixture(family, true).toString();
        List<JobOutcome> outcomes = new ArrayList<>();
        for (String agent : new String[] {null, "engine=auto"}) {
            List<String> command = new ArrayList<>(List.of(c, "spawn", "2"));
            command.addAll(java(25, agent, jni));
            outcomes.add(launcher.run(List.of(new Program(2, command)), 60));
        }
        assertThat(printed(outcomes.get(0))).contains("java rank 0 of 2, sum 3, with a parent", "c rank 1 of 2, sum 3");
        mustBeLike(outcomes.get(0), outcomes.get(1));
        assertThat(outcomes.get(1).agentLines()).singleElement().asString().contains("served to 2 ranks");
    }
}
