package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bcastjar run}: nothing of the class path is touched on a host without rank 0, and nobody notices. */
class BcastjarRunIT {
    private static final int JARS = 150;
    private static final int CLASSES = 1500;
    private static final int EACH = 50;
    private static final int DIRECTORIES = 30;
    private static final int LIBRARIES = 100;

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void aHostWithoutRank0MakesNotOneOperationOnTheClassPath(int jdk) throws IOException {
        try (Cluster cluster = new Cluster(Fixtures.workspace("run" + jdk), 2, 128)) {
            SharedFs shared = new SharedFs(cluster, SharedFs.Costs.NONE);
            Path app = Fixtures.empty(shared.source().resolve("app"));
            Fixtures.compile("plain", app.resolve("classes"));
            Fixtures.generateJars(app, CLASSES, EACH, JARS);
            Path seen = shared.mount().resolve("app");
            String libraryPath = Fixtures.libraries(app.resolve("native"), seen.resolve("native"), LIBRARIES, DIRECTORIES);
            // Both engines are tried: on the older JDK ranks of MPJ Express that mpirun starts.
            Launcher mpirun = Engine.OPENMPI.on(cluster);
            Launcher launcher = jdk < 22 ? new MpjWithoutDaemons(cluster, mpirun) : mpirun;
            List<String> jvm = List.of("-Djava.library.path=" + libraryPath);
            JobSpec spec = new JobSpec(Machine.jdk(jdk), 4, jvm, seen.resolve("lib") + "/*:" + seen.resolve("classes"), "UsesEverything",
                    List.of("" + CLASSES, "" + EACH, "" + LIBRARIES));
            shared.remount();
            JobOutcome plain = launcher.run(spec, 120);
            plain.mustExit(0);
            assertThat(plain.output()).hasSize(4).allMatch(l -> l.startsWith("sum "));
            Counters before = shared.counters(cluster.hosts().get(1));
            assertThat(before.open()).isGreaterThan(JARS);
            assertThat(before.enoent()).isGreaterThan(1000);

            shared.remount();
            JobOutcome served = new BcastjarRun(cluster, launcher, List.of()).run(spec, 120);
            served.mustExit(0);
            assertThat(served.output()).as(String.join("\n", served.raw())).isEqualTo(plain.output());
            assertThat(served.agentLines()).singleElement().asString().contains("4 ranks on 2 nodes");
            assertThat(shared.counters(cluster.hosts().get(1))).isEqualTo(Counters.ZERO);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void everyWayToWriteAClassPathStartsTheSameProgram(int jdk) throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace("run-ways" + jdk));
        Fixtures.compile("plain", here.resolve("classes"));
        Files.createDirectories(here.resolve("lib dir"));
        Files.writeString(here.resolve("manifest"), "Main-Class: Shows\nAdd-Exports: java.base/jdk.internal.misc\nClass-Path: ../classes/\n");
        jar(here, "-c", "-f", "lib dir/app.jar", "-m", "manifest", "-C", "classes", "Shows.class");
        jar(here, "-c", "-f", "lib dir/no-main.jar", "manifest");
        Files.writeString(here.resolve("arguments"), "# options\n-Dk='a b' -cp \"lib dir/app.jar:\\\n   classes\"\nShows @here 'it''s'\n");
        List<List<String>> ways = List.of(List.of("-cp", "lib dir/*", "Shows", "a b"), List.of("-classpath", "classes:", "Shows"),
                List.of("--class-path=classes", "-Dk=v", "Shows", "-cp", "x"), List.of("-jar", "lib dir/app.jar", "exit"),
                List.of("-jar", "lib dir/app.jar", "throw"), List.of("-jar", "lib dir/no-main.jar"), List.of("-jar", "absent.jar"),
                List.of("-cp", "classes", "Absent"), List.of("@arguments", "@more"), List.of("-Dk=x", "Shows", "exit"),
                List.of("--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED", "-cp", "classes", "Shows"), List.of("-version"));
        for (Map<String, String> environment : List.of(Map.of("CLASSPATH", "classes"),
                Map.of("JDK_JAVA_OPTIONS", "-cp \"lib dir/app.jar\" -Dk=env"))) {
            for (List<String> way : ways) {
                Command.Result plain = run(here, environment, jdk, way, false);
                Command.Result served = run(here, environment, jdk, way, true);
                assertThat(served.out()).as("%s %s", environment, way).isEqualTo(plain.out());
                assertThat(served.exit()).as("%s %s", environment, way).isEqualTo(plain.exit());
                assertThat(served.err().lines().filter(l -> !l.startsWith("classcast: ")).toList()).as("%s %s", environment, way)
                        .isEqualTo(plain.err().lines().toList());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void theTableOfSymbolsHasRoomAndNoOptionMeansAnythingElse(int jdk) throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace("run-symbols" + jdk));
        Fixtures.compile("plain", here.resolve("classes"));
        String unlock = "-XX:+UnlockExperimentalVMOptions";
        String print = "-XX:+PrintFlagsFinal";
        assertThat(symbols(run(here, Map.of(), jdk, List.of(unlock, print, "-cp", "classes", "Shows"), true))).isEqualTo("262144");
        assertThat(symbols(run(here, Map.of(), jdk, List.of(unlock, "-XX:SymbolTableSize=65536", print, "-cp", "classes", "Shows"), true)))
                .isEqualTo("65536");
        Map<String, String> own = Map.of("JDK_JAVA_OPTIONS", unlock + " -XX:SymbolTableSize=131072");
        assertThat(symbols(run(here, own, jdk, List.of(print, "-cp", "classes", "Shows"), true))).isEqualTo("131072");
        Files.writeString(here.resolve("unlocks"), unlock);
        for (Map<String, String> environment : List.of(Map.<String, String>of(), own, Map.of("JDK_JAVA_OPTIONS", "@unlocks"))) {
            List<String> experimental = List.of("-XX:+UseEpsilonGC", "-Xlog:disable", "-cp", "classes", "Shows");
            Command.Result plain = run(here, environment, jdk, experimental, false);
            Command.Result served = run(here, environment, jdk, experimental, true);
            assertThat(served.out()).isEqualTo(plain.out());
            assertThat(served.exit()).isEqualTo(plain.exit()).isEqualTo(environment.isEmpty() ? 1 : 0);
        }
    }

    /** The flag, as the JVM prints it. */
    private static String symbols(Command.Result result) {
        assertThat(result.exit()).as(result.err()).isZero();
        return result.out().lines().filter(l -> l.contains(" SymbolTableSize ")).findFirst().orElseThrow().replaceAll(".*= *(\\d+).*", "$1");
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void whereItCannotBeServedTheProgramRunsAsWithoutIt(int jdk) throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace("run-falls-back" + jdk));
        Fixtures.compile("plain", here.resolve("classes"));
        Files.writeString(here.resolve("manifest"), "Main-Class: Shows\n");
        jar(here, "-c", "-f", "app.jar", "-m", "manifest", "-C", "classes", "Shows.class");
        for (List<String> way : List.of(List.of("-cp", "*:classes", "Shows"), List.of("-jar", "app.jar"))) {
            for (Map<String, String> environment : List.of(Map.of("CLASSCAST_STORE", "/nonexistent"), Map.of("CLASSCAST_ENGINE", "mpj"),
                    Map.of("CLASSCAST_TIMEOUT", "soon"))) {
                Command.Result plain = run(here, environment, jdk, way, false);
                Command.Result served = run(here, environment, jdk, way, true);
                assertThat(served.out()).as("%s %s", environment, way).isEqualTo(plain.out()).contains("Shows.class");
                assertThat(served.exit()).isZero();
                assertThat(served.err().lines().toList()).singleElement().asString().contains("as without Classcast");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void noOtherProcessStays(int jdk) throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace("run-pid" + jdk));
        Fixtures.compile("plain", here.resolve("classes"));
        Command.Result result = Command.run(List.of("sh", "-c", "\"$0\" run -- \"$1\" -cp \"$2\" Shows pid & echo pid $!; wait",
                bcastjar(), Machine.jdk(jdk) + "/bin/java", here.resolve("classes").toString()), Map.of(), 60);
        List<String> pids = result.out().lines().filter(l -> l.startsWith("pid ")).toList();
        assertThat(pids).hasSize(2);
        assertThat(pids.get(0)).isEqualTo(pids.get(1));
    }

    private static String bcastjar() {
        return Machine.home().resolveSibling("cli/bin/bcastjar").toString();
    }

    private static Command.Result run(Path directory, Map<String, String> environment, int jdk, List<String> arguments, boolean served) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "cd \"$0\" && exec \"$@\"", directory.toString()));
        if (served) {
            command.addAll(List.of(bcastjar(), "run", "--"));
        }
        command.add(Machine.jdk(jdk) + "/bin/java");
        command.addAll(arguments);
        return Command.run(command, environment, 60);
    }

    private static void jar(Path directory, String... arguments) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "cd \"$0\" && exec \"$@\"", directory.toString(),
                Machine.jdk(17).resolve("bin/jar").toString()));
        command.addAll(List.of(arguments));
        Command.run(command, Map.of(), 60).orFail("jar");
    }
}
