package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bcastjar run --archive auto}: made by rank 0, brought to every node, used by all who start later, never trusted blindly. */
class ClassArchiveIT {
    private static final int JARS = 20;
    private static final int CLASSES = 400;
    private static final int EACH = 20;
    /** Classes that came out of the archive, of those that the test generates. */
    private static final String FROM_ARCHIVE = "cat /tmp/work/loaded-* 2>/dev/null | grep -c ' gen[a-z0-9.]*[.][A-Z][0-9]* source: shared objects file (top)'";

    private Path store;

    @BeforeEach
    void makeStore() throws IOException {
        store = Files.createTempDirectory(Path.of("/dev/shm"), "archive-it-");
    }

    @AfterEach
    void removeStore() throws IOException {
        try (Stream<Path> files = Files.walk(store)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void rank0MakesItTheNextBroadcastBringsItAndAllUseIt(int jdk) throws IOException {
        try (Cluster cluster = new Cluster(Fixtures.workspace("class-archive" + jdk), 2, 256)) {
            SharedFs shared = new SharedFs(cluster, SharedFs.Costs.NONE);
            Path app = Fixtures.empty(shared.source().resolve("app"));
            Fixtures.compile("plain", app.resolve("classes"));
            Fixtures.generateJars(app, CLASSES, EACH, JARS);
            Path seen = shared.mount().resolve("app");
            Launcher mpirun = Engine.OPENMPI.on(cluster);
            Launcher launcher = new BcastjarRun(cluster, jdk < 22 ? new MpjWithoutDaemons(cluster, mpirun) : mpirun,
                    List.of("--archive", "auto", "--verbose"));
            JobSpec spec = new JobSpec(Machine.jdk(jdk), 4, List.of("-Xlog:class+load:file=/tmp/work/loaded-%p.log"),
                    seen.resolve("lib") + "/*:" + seen.resolve("classes"), "UsesEverything", List.of("" + CLASSES, "" + EACH, "0"));
            List<List<Integer>> used = new ArrayList<>();
            List<String> output = null;
            for (int job = 0; job < 3; job++) {
                shared.remount();
                JobOutcome outcome = launcher.run(spec, 120);
                outcome.mustExit(0);
                assertThat(outcome.output()).hasSize(4).isEqualTo(output == null ? outcome.output() : output);
                assertThat(outcome.agentLines().stream().anyMatch(l -> l.contains("made in"))).isEqualTo(job == 0);
                assertThat(outcome.agentLines().stream().anyMatch(l -> l.contains(", class archive)"))).isEqualTo(job > 0);
                assertThat(shared.counters(cluster.hosts().get(1))).isEqualTo(Counters.ZERO);
                output = outcome.output();
                used.add(cluster.hosts().stream().map(ClassArchiveIT::fromArchive).toList());
            }
            // Two ranks on each host.
            assertThat(used).containsExactly(List.of(0, 0), List.of(2 * CLASSES, 0), List.of(2 * CLASSES, 2 * CLASSES));
        }
    }

    @Test
    void stagingBringsItToo() throws IOException {
        try (Cluster cluster = new Cluster(Fixtures.workspace("class-archive-staged"), 2, 256)) {
            SharedFs shared = new SharedFs(cluster, SharedFs.Costs.NONE);
            Path app = Fixtures.empty(shared.source().resolve("app"));
            Fixtures.compile("plain", app.resolve("classes"));
            Fixtures.generateJars(app, CLASSES, EACH, JARS);
            Path seen = shared.mount().resolve("app");
            Launcher mpirun = Engine.OPENMPI.on(cluster);
            Launcher launcher = new BcastjarRun(cluster, mpirun, List.of("--archive", "auto"));
            JobSpec spec = new JobSpec(Machine.jdk(25), 4, List.of("-Xlog:class+load:file=/tmp/work/loaded-%p.log"),
                    seen.resolve("lib") + "/*:" + seen.resolve("classes"), "UsesEverything", List.of("" + CLASSES, "" + EACH, "0"));
            shared.remount();
            launcher.run(spec, 120).mustExit(0);
            JobOutcome staged = mpirun.run(new JobSpec(Machine.jdk(25), 4, List.of("--enable-native-access=ALL-UNNAMED"),
                    Machine.home().resolveSibling("cli/target/bcastjar.jar").toString(), "io.classcast.cli.BcastJar", List.of("stage", "--archives")), 60);
            staged.mustExit(0);
            assertThat(staged.output()).singleElement().asString().contains("1 class archives").contains("on 2 of 2 nodes");
            launcher.run(spec, 120).mustExit(0);
            assertThat(cluster.hosts().stream().map(ClassArchiveIT::fromArchive).toList()).isEqualTo(List.of(2 * CLASSES, 2 * CLASSES));
        }
    }

    private static int fromArchive(Host host) {
        return Integer.parseInt(host.exec("/", Map.of(), 20, "sh", "-c", FROM_ARCHIVE).out().trim());
    }

    private Command.Result run(int jdk, Path here, String... more) {
        return run(jdk, here, Map.of(), more);
    }

    private Command.Result run(int jdk, Path here, Map<String, String> environment, String... more) {
        List<String> command = new ArrayList<>(List.of(Machine.home().resolveSibling("cli/bin/bcastjar").toString(), "run", "--archive", "auto",
                "--engine", "none", "--store", store.toString(), "--", Machine.jdk(jdk) + "/bin/java"));
        command.addAll(List.of(more));
        command.addAll(List.of("-cp", here.resolve("says.jar").toString(), "Says"));
        Command.Result result = Command.run(command, environment, 120);
        assertThat(result.exit()).as(result.err()).isZero();
        return result;
    }

    private static void makeJar(Path here, String word) throws IOException {
        makeProgram(here, "System.out.println(\"" + word + "\");");
    }

    private static void makeProgram(Path here, String statements) throws IOException {
        Path source = Files.writeString(here.resolve("Says.java"), "public class Says { public static void main(String[] a) throws Exception { " + statements + " } }");
        Command.run(List.of(Machine.jdk(17) + "/bin/javac", "-d", here.toString(), source.toString()), Map.of(), 60).orFail("javac");
        Command.run(List.of(Machine.jdk(17) + "/bin/jar", "-c", "-f", here.resolve("says.jar").toString(), "-C", here.toString(), "Says.class"),
                Map.of(), 60).orFail("jar");
    }

    private Path archive() throws IOException {
        try (Stream<Path> files = Files.walk(store)) {
            return files.filter(f -> f.toString().endsWith(".jsa")).findFirst().orElseThrow();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void aChangedJarRunsItsNewCode(int jdk) throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace("archive-changed" + jdk));
        makeJar(here, "old");
        run(jdk, here);
        assertThat(run(jdk, here).err()).contains(", class archive)");
        // As long as the old one, and as old.
        var time = Files.getLastModifiedTime(here.resolve("says.jar"));
        makeJar(here, "new");
        Files.setLastModifiedTime(here.resolve("says.jar"), time);
        Command.Result changed = run(jdk, here);
        assertThat(changed.out()).isEqualTo("new\n");
        assertThat(changed.err()).contains(", class archive)");
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void withItTheJvmRedefinesNoClassAndStillNoticesWhatTheProgramWrites(int jdk) throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace("archive-redefines" + jdk));
        makeProgram(here, """
                java.nio.file.Path file = java.nio.file.Path.of(System.getProperty("file"));
                System.out.println(java.nio.file.Files.readString(file));
                try (var out = new java.io.FileOutputStream(file.toFile())) { out.write("written".getBytes()); }
                System.out.println(java.nio.file.Files.readString(file));
                """);
        Path log = here.resolve("loaded");
        for (boolean archived : new boolean[] {false, true}) {
            Path file = Files.writeString(here.resolve("file"), "old");
            Command.Result result = run(jdk, here, "-Dclasscast.include=" + file, "-Dfile=" + file, "-Xlog:class+load:file=" + log);
            assertThat(result.out()).isEqualTo("old\nwritten\n");
            assertThat(result.err().contains(", class archive)")).isEqualTo(archived);
            assertThat(Files.readString(log).contains("__VM_RedefineClasses__")).isEqualTo(!archived);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void aProgramThatReadsItsJarByAStreamReadsTheCopyAlsoWithIt(int jdk) throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace("archive-streams" + jdk));
        makeProgram(here, """
                var jar = new java.io.File(System.getProperty("java.class.path"));
                var in = new java.io.FileInputStream(jar);
                for (var descriptor : new java.io.File("/proc/self/fd").listFiles()) {
                    String file = descriptor.getCanonicalPath();
                    if (file.endsWith("says.jar")) {
                        System.out.println(file.startsWith("/dev/shm/"));
                    }
                }
                in.close();
                """);
        for (boolean archived : new boolean[] {false, true, true}) {
            Command.Result result = run(jdk, here);
            assertThat(result.err().contains(", class archive)")).isEqualTo(archived);
            assertThat(result.out()).isEqualTo("true\n");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void itHasTheCodeThatWasGeneratedForMethodHandles(int jdk) throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace("archive-handles" + jdk));
        makeProgram(here, """
                var handle = java.lang.invoke.MethodHandles.lookup().findStatic(Math.class, "scalb",
                        java.lang.invoke.MethodType.methodType(double.class, double.class, int.class));
                try { System.out.println((double) handle.invokeExact(1.0, 3)); } catch (Throwable e) { throw new Exception(e); }
                """);
        Path log = here.resolve("loaded");
        for (boolean archived : new boolean[] {false, true}) {
            Command.Result result = run(jdk, here, "-Xlog:class+load:file=" + log);
            assertThat(result.out()).isEqualTo("8.0\n");
            assertThat(result.err().contains(", class archive)")).isEqualTo(archived);
            long generated = Files.readAllLines(log).stream().filter(l -> l.contains("LambdaForm$DMH/") && !l.contains("shared objects file")).count();
            assertThat(generated == 0).as("%d generated", generated).isEqualTo(archived);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void classesOfASignedJarComeFromItAndHaveTheirSigners(int jdk) throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace("archive-signed" + jdk));
        makeProgram(here, """
                System.out.println(Says.class.getSigners()[0].toString().contains("CN=signer") + " " + Says.class.getProtectionDomain().getCodeSource().getCodeSigners().length);
                try {
                    Class.forName("Other");
                } catch (SecurityException | ClassNotFoundException e) {
                    System.out.println(e.getClass().getSimpleName());
                }
                """);
        Path jar = here.resolve("says.jar");
        putOther(here, "");
        SignedJars.sign(here.resolve("keys.p12"), jar, "signer");
        putOther(here, "int changed;");
        Path log = here.resolve("loaded");
        for (boolean archived : new boolean[] {false, true}) {
            Command.Result result = run(jdk, here, "-Xlog:class+load:file=" + log);
            assertThat(result.out()).isEqualTo("true 1\nSecurityException\n");
            assertThat(result.err().contains(", class archive)")).isEqualTo(archived);
            assertThat(Files.readAllLines(log).stream().filter(l -> l.contains(" Says source: "))).singleElement().asString()
                    .matches(archived ? ".*shared objects file.*" : ".*says.jar.*");
        }
    }

    private static void putOther(Path here, String member) throws IOException {
        Path source = Files.writeString(here.resolve("Other.java"), "class Other { " + member + " }");
        SignedJars.tool("javac", "-d", here.toString(), source.toString());
        SignedJars.tool("jar", "-u", "-f", here.resolve("says.jar").toString(), "-C", here.toString(), "Other.class");
    }

    @Test
    void onlyAJvmThatIsAloneOnItsNodeRelocatesIt() throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace("archive-relocation"));
        makeProgram(here, """
                for (String option : java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments()) {
                    if (option.contains("Relocation")) { System.out.println(option); }
                }
                """);
        run(17, here);
        String mode = "-XX:ArchiveRelocationMode=";
        assertThat(run(17, here).out()).isEqualTo(mode + "1\n");
        assertThat(run(17, here, Map.of("OMPI_COMM_WORLD_LOCAL_SIZE", "4")).out()).isEqualTo(mode + "0\n");
        assertThat(run(17, here, Map.of("MPI_LOCALNRANKS", "1")).out()).isEqualTo(mode + "1\n");
        assertThat(run(17, here, Map.of("SLURM_STEP_TASKS_PER_NODE", "2(x16)")).out()).isEqualTo(mode + "0\n");
        assertThat(run(17, here, Map.of("SLURM_STEP_TASKS_PER_NODE", "1(x16)")).out()).isEqualTo(mode + "1\n");
    }

    @Test
    void oneOfAnotherJdkIsRefusedWithTheReasonAndMadeAnew() throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace("archive-foreign"));
        makeJar(here, "word");
        run(25, here);
        Path foreign = Files.move(archive(), store.resolve("foreign"));
        run(17, here);
        Files.move(foreign, archive(), StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(Path.of(archive() + ".kept"), archive().toFile().length() + "\n");
        Command.Result refused = run(17, here);
        assertThat(refused.out()).isEqualTo("word\n");
        assertThat(refused.err()).contains("was made with another JVM or agent and is not used; it is made anew");
        assertThat(run(17, here).err()).contains(", class archive)").doesNotContain("warning");
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void oneThatIsOlderThanTheAgentIsMadeAnew(int jdk) throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace("archive-agent" + jdk));
        makeJar(here, "word");
        run(jdk, here);
        // HotSpot 25 maps an archive that was made with another agent, and takes no class from it.
        Files.setLastModifiedTime(archive(), FileTime.fromMillis(1_000_000_000_000L));
        Command.Result refused = run(jdk, here);
        assertThat(refused.out()).isEqualTo("word\n");
        assertThat(refused.err()).contains("was made with another JVM or agent and is not used; it is made anew").doesNotContain(", class archive)");
        assertThat(run(jdk, here).err()).contains(", class archive)").doesNotContain("warning");
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void oneThatIsCutOffIsRefusedAndTheProgramRuns(int jdk) throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace("archive-cut" + jdk));
        makeJar(here, "word");
        run(jdk, here);
        Path archive = archive();
        for (long length : new long[] {archive.toFile().length() / 2, 5000, 100, 1}) {
            archive.toFile().setWritable(true);
            try (FileChannel file = FileChannel.open(archive, StandardOpenOption.WRITE)) {
                file.truncate(length);
            }
            Command.Result refused = run(jdk, here);
            assertThat(refused.out()).as("%d bytes", length).isEqualTo("word\n");
            assertThat(refused.err()).as("%d bytes", length).contains("is cut off and is not used; it is made anew");
        }
        assertThat(run(jdk, here).err()).contains(", class archive)");
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void oneThatIsNoArchiveAtAllIsRefused(int jdk) throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace("archive-none" + jdk));
        makeJar(here, "word");
        run(jdk, here);
        Path archive = archive();
        archive.toFile().setWritable(true);
        // As long as it was, so that only the JVM can see it.
        Files.write(archive, new byte[(int) archive.toFile().length()]);
        assertThat(run(jdk, here).out()).isEqualTo("word\n");
        assertThat(run(jdk, here).err()).contains(", class archive)");
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void theApplicationsOwnArchiveComesFirst(int jdk) throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace("archive-own" + jdk));
        makeJar(here, "word");
        assertThat(run(jdk, here, "-Xshare:auto").out()).isEqualTo("word\n");
        try (Stream<Path> files = Files.walk(store)) {
            assertThat(files.filter(f -> f.toString().endsWith(".jsa"))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void aHeapWithoutCompressedPointersGetsAnArchiveThatFits(int jdk) throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace("archive-pointers" + jdk));
        makeJar(here, "word");
        run(jdk, here, "-XX:-UseCompressedOops");
        assertThat(run(jdk, here, "-XX:-UseCompressedOops").err()).contains(", class archive)");
    }

    private Process start(int jdk, Path here) throws IOException {
        return new ProcessBuilder(Machine.home().resolveSibling("cli/bin/bcastjar").toString(), "run", "--archive", "auto", "--engine", "none",
                "--store", store.toString(), "--", Machine.jdk(jdk) + "/bin/java", "-cp", here.resolve("says.jar").toString(), "Says")
                .redirectErrorStream(true).redirectOutput(here.resolve("out").toFile()).start();
    }

    /** The JVM that makes the archive, not the shells that guard it. */
    private ProcessHandle training() throws InterruptedException {
        String option = "-XX:ArchiveClassesAtExit=" + store + "/";
        for (int i = 0; i < 6000; i++) {
            ProcessHandle found = ProcessHandle.allProcesses().filter(p -> p.info().command().orElse("").endsWith("/java")
                    && Stream.of(p.info().arguments().orElse(new String[0])).anyMatch(a -> a.startsWith(option))).findFirst().orElse(null);
            if (found != null) {
                return found;
            }
            Thread.sleep(10);
        }
        throw new AssertionError("no JVM with " + option);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(store)) {
            return files.map(f -> f.getFileName().toString()).filter(n -> n.contains(".jsa")).sorted().toList();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void whoIsKilledWhileItMakesOneTakesTheTrainingJvmAlongAndTheNextJobMakesIt(int jdk) throws Exception {
        Path here = Fixtures.empty(Fixtures.workspace("archive-killed" + jdk));
        makeJar(here, "hello");
        Process job = start(jdk, here);
        ProcessHandle training = training();
        job.destroyForcibly().waitFor();
        for (int i = 0; i < 1000 && training.isAlive(); i++) {
            Thread.sleep(10);
        }
        assertThat(training.isAlive()).isFalse();
        run(jdk, here);
        assertThat(files()).hasSize(2).allMatch(n -> n.endsWith(".jsa") || n.endsWith(".jsa.kept"));
        assertThat(run(jdk, here).out()).isEqualTo("hello\n");
    }

    @Test
    void oneThatIsStoppedWhileItMakesOneIsNotWaitedForNorSwept() throws Exception {
        Path here = Fixtures.empty(Fixtures.workspace("archive-stopped"));
        makeJar(here, "hello");
        Process job = start(25, here);
        training();
        Command.run(List.of("kill", "-STOP", Long.toString(job.pid())), Map.of(), 10).orFail("kill");
        try {
            assertThat(run(25, here).out()).isEqualTo("hello\n");
            Command.run(List.of(Machine.home().resolveSibling("cli/bin/bcastjar").toString(), "clean", "--kept", "--store", store.toString()), Map.of(), 60)
                    .orFail("clean");
            assertThat(files()).noneMatch(n -> n.endsWith(".jsa"));
        } finally {
            Command.run(List.of("kill", "-CONT", Long.toString(job.pid())), Map.of(), 10).orFail("kill");
        }
        assertThat(job.waitFor()).isZero();
        assertThat(files()).hasSize(2).allMatch(n -> n.endsWith(".jsa") || n.endsWith(".jsa.kept"));
    }
}
