package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A process is a rank once. Whatever else finds a launcher's variables or a rank's command line is a JVM of its own: children,
 * neighbours, successors, and programs that are started when the launcher has ended. On 2 hosts, 2 ranks.
 */
class ChildJvmIT {
    private static final int RANKS = 2;
    private static final String SERVED = "served to 2 ranks on 2 nodes";
    private static Cluster cluster;
    private static SharedFs shared;
    private static String classes;

    @BeforeAll
    static void makeHosts() throws IOException {
        cluster = new Cluster(Fixtures.workspace("child-jvm"), 2, 64);
        shared = new SharedFs(cluster, SharedFs.Costs.NONE);
        Fixtures.compile("plain", shared.source().resolve("classes"));
        shared.remount();
        classes = shared.mount().resolve("classes").toString();
    }

    @AfterAll
    static void removeHosts() {
        if (cluster != null) {
            cluster.close();
        }
    }

    private static JobOutcome run(Engine engine, Path jdk, String options, String main, String... arguments) {
        return run(engine, RANKS, jdk, options, main, arguments);
    }

    private static JobOutcome run(Engine engine, int ranks, Path jdk, String options, String main, String... arguments) {
        List<String> jvm = List.of("-XX:TieredStopAtLevel=1", Fixtures.agent(options));
        return engine.on(cluster).run(new JobSpec(jdk, ranks, jvm, classes, main, List.of(arguments)), 60);
    }

    /** A JDK whose java is a script of the ranks; $java is the real one. */
    private static Path ranks(String name, String script) {
        try {
            Path home = cluster.workspace().resolve(name);
            Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
            Files.writeString(java, "#!/bin/sh\njava=" + Machine.jdk(25) + "/bin/java\n" + script + "\n");
            Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void mustBeServedTogether(JobOutcome outcome) {
        outcome.mustExit(0);
        assertThat(outcome.agentLines()).as(String.join("\n", outcome.raw())).singleElement().asString().contains(SERVED);
    }

    /** Some are told an engine, and to stop where they cannot have it; a child is not held to that. */
    @ParameterizedTest
    @CsvSource({"MPJ, engine=auto", "OPENMPI, engine=auto", "MPICH, 'engine=mpi,strict=true'", "SLURM, 'engine=mpi,strict=true'",
        "SLURM_PMI2, engine=auto"})
    void whatARankStartsIsNoRank(Engine engine, String options) {
        JobOutcome outcome = run(engine, Machine.jdk(25), "timeout=20," + options, "StartsAgain");
        mustBeServedTogether(outcome);
        assertThat(outcome.output()).filteredOn(l -> l.startsWith("other ")).hasSize(RANKS)
                .allSatisfy(l -> assertThat(l).startsWith("other 0: child runs; own 0: ").contains("child runs"));
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, mode = EnumSource.Mode.EXCLUDE, names = "MPJ")
    void onlyOneOfTheProgramsThatAScriptStartsAtOnceAndInARowIsARank(Engine engine) {
        String script = "$java \"$@\" & $java \"$@\" & wait; exec $java \"$@\"";
        mustBeServedTogether(run(engine, ranks("row-" + engine, script), "timeout=20", "Exits", "0"));
    }

    @Test
    void whereTheStoreIsUnusableOnlyOneConnectsAllTheSame() {
        String script = "$java \"$@\"; exec $java \"$@\"";
        JobOutcome outcome = run(Engine.OPENMPI, ranks("no-store", script), "timeout=20,store=/no/such/directory", "Exits", "0");
        outcome.mustExit(0);
        assertThat(outcome.agentLines()).as(String.join("\n", outcome.raw())).allMatch(l -> l.contains("store /no/such/directory is not a directory"));
    }

    /** Scripts look at java's version before they start the real one. */
    @ParameterizedTest
    @EnumSource(value = Engine.class, names = {"OPENMPI", "MPICH"})
    void toolsOfTheJdkAreNoRanks(Engine engine) {
        String script = "for a; do case $a in -javaagent:*) agent=$a ;; esac; done\nexport JAVA_TOOL_OPTIONS=$agent\n"
                + "$java -version >/dev/null 2>&1; ${java%java}javac -version >/dev/null 2>&1\nunset JAVA_TOOL_OPTIONS; exec $java \"$@\"";
        mustBeServedTogether(run(engine, ranks("tools-" + engine, script), "timeout=20", "Exits", "0"));
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void variablesOfALauncherThatIsGoneAreNotFollowed(int jdk) {
        List<List<String>> stale = List.of(
                List.of("PMI_FD=99", "PMI_RANK=0", "PMI_SIZE=2"),
                // A descriptor that java opens itself.
                List.of("PMI_FD=4", "PMI_RANK=0", "PMI_SIZE=2"),
                List.of("PMI_FD=none", "PMI_RANK=0", "PMI_SIZE=2"),
                List.of("PMI_PORT=localhost:1", "PMI_RANK=0", "PMI_SIZE=2", "PMI_ID=0"),
                List.of("PMI_PORT=node0:1", "PMI_RANK=0", "PMI_SIZE=2"),
                List.of("PALS_APID=x", "PALS_RANKID=0", "PMI_RANK=0", "PMI_SIZE=2"),
                List.of("OMPI_COMM_WORLD_RANK=0", "OMPI_COMM_WORLD_SIZE=2"),
                List.of("PMIX_RANK=0", "PMIX_NAMESPACE=7", "PMIX_SERVER_URI41=7.0;tcp4://127.0.0.1:1", "PMIX_SERVER_URI2=7.0;tcp4://127.0.0.1:1"));
        for (List<String> variables : stale) {
            List<String> command = new ArrayList<>(List.of("env"));
            command.addAll(variables);
            command.addAll(List.of(Machine.jdk(jdk) + "/bin/java", "-Xshare:auto", Fixtures.agent(""), "-cp", classes, "Exits", "3"));
            Command.Result result = cluster.hosts().get(0).exec("/tmp", Map.of(), 30, command.toArray(new String[0]));
            assertThat(result.exit()).as("%s\n%s", variables, result.err()).isEqualTo(3);
            assertThat(result.err()).as("%s", variables).isEmpty();
        }
    }

    /** MPICH has no worker of UCX then. */
    @ParameterizedTest
    @EnumSource(value = Engine.class, mode = EnumSource.Mode.EXCLUDE, names = "MPJ")
    void aRankThatIsAloneIsServed(Engine engine) {
        JobOutcome outcome = run(engine, 1, Machine.jdk(25), "timeout=20", "Exits", "0");
        outcome.mustExit(0);
        assertThat(outcome.agentLines()).as(String.join("\n", outcome.raw())).singleElement().asString()
                .contains("served to 1 rank on 1 node", "engine=mpi");
    }

    @ParameterizedTest
    @CsvSource({"OPENMPI, OMPI_COMM_WORLD_RANK PMIX_RANK PMIX_NAMESPACE", "MPICH, PMI_RANK PMI_SIZE"})
    void whoLacksSomeOfTheVariablesIsNoRankBeforeOrAfterTheRank(Engine engine, String names) {
        String lacking = "for v in " + names + "; do env -u $v $java \"$@\" || exit 9; done";
        mustBeServedTogether(run(engine, ranks("lacking-" + engine, lacking + "; $java \"$@\" || exit 8; " + lacking), "timeout=20", "Exits", "0"));
    }

    @Test
    void variablesAndDescriptorsThatAreChangedDoNotMakeASecondRank() {
        String script = "$java \"$@\" || exit 8; PMI_JOBID=5 PMI_ID=1 $java \"$@\" || exit 9\n"
                + "exec bash -c 'exec 9>&$PMI_FD; PMI_FD=9 exec \"$@\"' bash $java \"$@\"";
        mustBeServedTogether(run(Engine.MPICH, ranks("changed", script), "timeout=20", "Exits", "0"));
    }

    /** Numbers are inherited with the variables, and are those of other sockets in programs that have closed the launcher's. */
    @ParameterizedTest
    @CsvSource({"'s.bind((\"127.0.0.1\", 0)); s.listen()', a socket of the network", "'s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)', a socket of datagrams",
        "'s = socket.socket(socket.AF_UNIX); s.bind(\"\"); s.listen()', a socket that waits for connections",
        "'s, peer = socket.socketpair()', a socket of python3 (process "})
    void aSocketOfAnotherProgramIsNotSpokenTo(String open, String told) throws IOException {
        Path program = Files.writeString(cluster.workspace().resolve("sockets.py"), """
                import os, socket, subprocess, sys
                s, peer = socket.socket(), None
                %s
                number = s.fileno()
                environment = dict(os.environ, PMI_FD=str(number), PMI_RANK="0", PMI_SIZE="1", MPI_LOCALRANKID="0")
                print("exit", subprocess.run(sys.argv[1:], env=environment, pass_fds=[number]).returncode, flush=True)
                s.close()
                print("received", peer.recv(100) if peer else b"")
                """.formatted(open));
        Command.Result result = cluster.hosts().get(0).exec("/tmp", Map.of(), 30, "python3", program.toString(), Machine.jdk(25) + "/bin/java",
                Fixtures.agent("timeout=20"), "-cp", classes, "Exits", "3");
        assertThat(result.out()).as(result.err()).isEqualTo("exit 3\nreceived b''\n");
        assertThat(result.err().lines()).singleElement().asString().contains(told, "not the launcher's socket", "as without Classcast");
    }

    /** As a shell that mpirun has started, and that is used on when the job is over. */
    @Test
    void theWholeEnvironmentOfAJobThatIsOverIsNotFollowed() {
        Path signs = cluster.workspace();
        String script = "cat /proc/self/environ > " + signs + "/environment-$OMPI_COMM_WORLD_RANK; exec $java \"$@\"";
        JobOutcome job = run(Engine.OPENMPI, ranks("leaves", script), "timeout=20", "Exits", "0");
        mustBeServedTogether(job);
        String java = Machine.jdk(25) + "/bin/java " + Fixtures.agent("verbose=true") + " -cp " + classes + " Exits 3";
        Command.Result result = cluster.hosts().get(0).exec("/tmp", Map.of(), 30, "sh", "-c",
                "xargs -0 -a " + signs + "/environment-1 sh -c 'exec env \"$@\" " + java + "' sh; exit $?");
        assertThat(result.err()).contains("engine none, a launcher's variables are set, but nobody listens at PMIX_SERVER_URI",
                "served to 1 rank on 1 node");
        assertThat(result.err()).doesNotContain("warning", "ORTE", "MPI_Init");
    }

    /** Its socket is still open in what a rank has left behind. */
    @Test
    void aLauncherThatWasKilledIsNotSpokenTo() {
        Path signs = cluster.workspace();
        String java = Machine.jdk(25) + "/bin/java " + Fixtures.agent("") + " -cp " + classes + " Exits 3";
        // Waits until the proxy of hydra has gone, which was its rank's parent.
        String orphan = "setsid sh -c 'while kill -0 $2 2>/dev/null; do sleep 0.1; done; " + java + " > $1 2>&1; echo exit $? >> $1'";
        run(Engine.MPICH, ranks("orphan", "log=" + signs + "/orphan-$PMI_RANK; rm -f $log\n" + orphan
                + " sh $log $PPID < /dev/null > /dev/null 2>&1 &\nsleep 0.5; kill -KILL $PPID; sleep 5"), "", "Exits", "0");
        Command.Result printed = cluster.hosts().get(0).exec("/", Map.of(), 30, "sh", "-c", "i=0; until grep -q ^exit " + signs
                + "/orphan-0; do sleep 0.1; i=$((i + 1)); [ $i -lt 200 ] || exit 1; done; cat " + signs + "/orphan-0");
        assertThat(printed.out().lines()).hasSize(2).first().asString().contains("the launcher that has set PMI_FD", "as without Classcast");
        assertThat(printed.out()).endsWith("exit 3\n");
    }

    /** A program in C or Python that is the rank, and has a JVM do a part of the work. */
    @ParameterizedTest
    @CsvSource({"OPENMPI, libmpi.so.40", "MPICH, libmpich.so.12"})
    void aJvmBelowAProgramThatUsesMpiIsNoRank(Engine engine, String library) throws IOException {
        Path program = Files.writeString(cluster.workspace().resolve("rank.py"), """
                import ctypes, os, shlex, sys
                mpi = ctypes.CDLL(sys.argv[1], ctypes.RTLD_GLOBAL)
                mpi.MPI_Init(None, None)
                print("below", os.waitstatus_to_exitcode(os.system(shlex.join(sys.argv[2:]))), flush=True)
                mpi.MPI_Finalize()
                """);
        String script = "exec python3 " + program + " " + library + " $java \"$@\"";
        JobOutcome outcome = run(engine, ranks("python-" + engine, script), "timeout=20", "Exits", "3");
        outcome.mustExit(0);
        assertThat(outcome.output()).as(String.join("\n", outcome.raw())).containsOnly("below 3").hasSize(RANKS);
        assertThat(outcome.agentLines()).isEmpty();
    }

    @Test
    void ofTwoLaunchersTheOneThatIsThereIsFollowed() {
        String stale = Arrays.asList("OMPI_COMM_WORLD_RANK=3", "PMIX_RANK=3", "PMIX_NAMESPACE=7", "'PMIX_SERVER_URI4=7.0;tcp4://127.0.0.1:1'")
                .stream().reduce("export", (a, b) -> a + " " + b);
        mustBeServedTogether(run(Engine.MPICH, ranks("two", stale + "; exec $java \"$@\""), "timeout=20", "Exits", "0"));
    }
}
