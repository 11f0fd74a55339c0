package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The engine mpi under the launchers of Open MPI, MPICH and Slurm, 3 hosts x 2 ranks, on JDK 17 and 25. Alone: beside other tests Open MPI 4.1.4's TCP
 * transport has crashed once under srun (mca_btl_tcp, in a thread of its own).
 */
@Tag("measuring")
class NativeMpiIT {
    private static final int OLD = 17;
    private static final int NEW = 25;
    private static final int RANKS = 6;
    /** What the program prints plainly, sorted: the same under each launcher. */
    private static List<String> plainTika;

    private static JobOutcome run(int jdk, Launcher launcher, List<String> jvm, String classPath, String main,
            String... arguments) {
        return launcher.run(new JobSpec(Machine.jdk(jdk), RANKS, jvm, classPath, main,
                List.of(arguments)), 120);
    }

    /** Each launcher on both, by turns. */
    private static int jdk(Engine engine) {
        return engine.ordinal() % 2 == 0 ? OLD : NEW;
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, mode = EnumSource.Mode.EXCLUDE, names = "MPJ")
    void onlyRank0TouchesTheClassPathOfAProgramWithoutMpi(Engine engine) throws IOException {
        Path workspace = Fixtures.workspace("native-" + engine);
        try (Cluster cluster = new Cluster(workspace, 3, 512)) {
            SharedFs shared = new SharedFs(cluster, new SharedFs.Costs(0, 0, 0, 0));
            String classPath = Application.installTika(shared);
            int jars = classPath.split(":").length;
            String documents = Machine.home().resolve("apps/tika/target/documents").toString();
            String main = "io.classcast.demo.tika.ExtractShare";

            Launcher launcher = engine.on(cluster);
            if (plainTika == null) {
                shared.remount();
                JobOutcome plain = run(NEW, launcher, List.of(), classPath, main, documents);
                plain.mustExit(0);
                assertThat(plain.output()).anyMatch(l -> l.startsWith("rank 5: all "));
                plainTika = plain.output().stream().sorted().toList();
            }

            shared.remount();
            JobOutcome served = run(jdk(engine), launcher, List.of(Fixtures.agent("engine=mpi")), classPath, main, documents);
            served.mustExit(0);
            assertThat(served.output().stream().sorted()).isEqualTo(plainTika);
            assertThat(served.agentLines()).singleElement().asString().contains("6 ranks on 3 nodes", "engine=mpi");
            // No warning of the JDK's about native access, nor of MPI's.
            assertThat(served.complaints()).hasSize(1);
            for (Host host : cluster.hosts().subList(1, 3)) {
                assertThat(shared.counters(host).open()).as(host.name()).isZero();
                assertThat(shared.counters(host).readBytes()).as(host.name()).isZero();
                assertThat(shared.counters(host).enoent()).as(host.name()).isZero();
            }
            assertThat(shared.counters(cluster.hosts().get(0)).open()).isEqualTo(jars);
            for (Host host : cluster.hosts()) {
                assertThat(host.exec("/", Map.of(), 10, "sh", "-c", "ls /dev/shm/classcast-0").out()).isEqualTo("lock\nrank.lock\n");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, mode = EnumSource.Mode.EXCLUDE, names = "MPJ")
    void theJvmKeepsItsSignalsItsCoresAndItsEnvironment(Engine engine) throws IOException {
        try (Cluster cluster = new Cluster(Fixtures.workspace("signals-" + engine), 3, 64)) {
            SharedFs shared = new SharedFs(cluster, SharedFs.Costs.NONE);
            Fixtures.compile("plain", shared.source().resolve("classes"));
            Launcher launcher = engine.on(cluster);
            shared.remount();
            String classes = shared.mount().resolve("classes").toString();
            for (int jdk : new int[] {OLD, NEW}) {
                List<String> plain = run(jdk, launcher, List.of(), classes, "Survivor").output();
                JobOutcome served = run(jdk, launcher, List.of(Fixtures.agent("engine=auto")), classes, "Survivor");
                served.mustExit(0);
                assertThat(served.agentLines()).singleElement().asString().contains("engine=mpi");
                assertThat(served.output()).hasSize(RANKS).isEqualTo(plain)
                        .allMatch(l -> l.startsWith("nulls 50000 overflows 20 ") && l.endsWith("leaks false"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = {"OPENMPI", "MPICH"})
    void whereOurLibraryCannotBeLoadedTheJdkCallsC(Engine engine) throws IOException {
        try (Cluster cluster = new Cluster(Fixtures.workspace("linker-" + engine), 3, 64)) {
            SharedFs shared = new SharedFs(cluster, SharedFs.Costs.NONE);
            Fixtures.compile("plain", shared.source().resolve("classes"));
            Launcher launcher = engine.on(cluster);
            shared.remount();
            String classes = shared.mount().resolve("classes").toString();
            Path jar = agentAlone(cluster);
            Files.writeString(jar.resolveSibling("libclasscast-x86_64.so"), "damaged");
            String agent = "-javaagent:" + jar + "=engine=mpi,verbose=true";
            JobOutcome served = run(NEW, launcher, List.of(agent), classes, "Exits", "0");
            served.mustExit(0);
            assertThat(served.agentLines()).anyMatch(line -> line.contains("MPI library") && line.contains("called by java.lang.foreign"))
                    .anyMatch(line -> line.contains("served to 6 ranks on 3 nodes"));
            // With sessions there is nothing to say.
            assertThat(served.agentLines().stream().filter(line -> line.contains("cannot initialise it again"))).hasSize(engine == Engine.OPENMPI ? 1 : 0);
            JobOutcome plain = run(OLD, launcher, List.of(agent), classes, "Exits", "0");
            plain.mustExit(0);
            assertThat(plain.agentLines()).anyMatch(line -> line.contains("libclasscast-x86_64.so cannot be used (") && line.contains("file too short") && line.contains("classes are loaded as without Classcast"));
        }
    }

    private static Path agentAlone(Cluster cluster) throws IOException {
        Path directory = Fixtures.empty(cluster.workspace().resolve("alone"));
        return Files.copy(Machine.agent(), directory.resolve("classcast-agent.jar"));
    }

    /** As one who has copied classcast-agent.jar, and nothing else. */
    @ParameterizedTest
    @EnumSource(value = Engine.class, names = {"OPENMPI", "MPICH"})
    void theJarAloneIsEnough(Engine engine) throws IOException {
        try (Cluster cluster = new Cluster(Fixtures.workspace("alone-" + engine), 3, 64)) {
            SharedFs shared = new SharedFs(cluster, SharedFs.Costs.NONE);
            Fixtures.compile("plain", shared.source().resolve("classes"));
            Path jar = agentAlone(cluster);
            Launcher launcher = engine.on(cluster);
            shared.remount();
            String classes = shared.mount().resolve("classes").toString();
            JobOutcome served = run(OLD, launcher, List.of("-javaagent:" + jar + "=engine=mpi"), classes, "Exits", "0");
            served.mustExit(0);
            assertThat(served.agentLines()).singleElement().asString().contains("served to 6 ranks on 3 nodes");
            for (Host host : cluster.hosts()) {
                assertThat(host.exec("/", Map.of(), 10, "sh", "-c", "ls /dev/shm/classcast-0").out()).matches("libclasscast-\\w+-[0-9a-f]+\\.so\nlock\nrank.lock\n");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, mode = EnumSource.Mode.EXCLUDE, names = "MPJ")
    void anExitCodeComesThrough(Engine engine) throws IOException {
        try (Cluster cluster = new Cluster(Fixtures.workspace("exit-" + engine), 3, 64)) {
            SharedFs shared = new SharedFs(cluster, SharedFs.Costs.NONE);
            Fixtures.compile("plain", shared.source().resolve("classes"));
            Launcher launcher = engine.on(cluster);
            shared.remount();
            String classes = shared.mount().resolve("classes").toString();
            List<String> agent = List.of(Fixtures.agent("engine=mpi"));
            run(jdk(engine), launcher, agent, classes, "Exits", "0").mustExit(0);
            run(jdk(engine), launcher, agent, classes, "Exits", "3").mustExit(3);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, mode = EnumSource.Mode.EXCLUDE, names = "MPJ")
    void aJobThatHangsIsEndedOnAllHostsAndTheNextOneRuns(Engine engine) throws IOException {
        try (Cluster cluster = new Cluster(Fixtures.workspace("hang-" + engine), 3, 64)) {
            SharedFs shared = new SharedFs(cluster, SharedFs.Costs.NONE);
            Fixtures.compile("plain", shared.source().resolve("classes"));
            Launcher launcher = engine.on(cluster);
            shared.remount();
            String classes = shared.mount().resolve("classes").toString();
            List<String> agent = List.of(Fixtures.agent("engine=mpi"));
            JobOutcome hung = launcher.run(new JobSpec(Machine.jdk(jdk(engine)), RANKS, agent, classes, "Waits", List.of()), 12);
            hung.mustExit(137);
            // A launcher that is killed may complain on stdout, about daemons that it lost a moment earlier.
            assertThat(hung.output()).as(String.join("\n", hung.raw())).filteredOn("waits"::equals).hasSize(RANKS);
            for (Host host : cluster.hosts()) {
                String wait = "for i in $(seq 100); do pgrep -x java || exit 0; sleep 0.1; done; exit 1";
                host.exec("/", Map.of(), 20, "sh", "-c", wait).orFail("a rank stays on " + host.name());
            }
            run(jdk(engine), launcher, agent, classes, "Exits", "0").mustExit(0);
            for (Host host : cluster.hosts()) {
                assertThat(host.exec("/", Map.of(), 10, "sh", "-c", "ls /dev/shm/classcast-0").out()).isEqualTo("lock\nrank.lock\n");
            }
        }
    }
}
