package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that a program opens or loads by their path, 2 hosts x 1 rank of MPJ Express. */
class OpenedFilesIT {
    private static final int DIRECTORIES = 30;
    private static final int LIBRARIES = 100;

    @ParameterizedTest
    @CsvSource({"17,broadcast", "25,broadcast", "17,app"})
    void jarsOfTheClassPathAndIncludedFilesAreOpenedOnTheNodesOwnCopy(int jdk, String loader) throws IOException {
        try (Cluster cluster = new Cluster(Fixtures.workspace("opened" + jdk + loader), 2, 64)) {
            SharedFs shared = new SharedFs(cluster, SharedFs.Costs.NONE);
            Path app = Fixtures.empty(shared.source().resolve("app"));
            Path classes = app.resolveSibling("opened-classes");
            Fixtures.compile("mpj", classes);
            Files.writeString(classes.resolve("data.txt"), "some data");
            Files.createDirectories(app.resolve("plugins/settings"));
            Files.writeString(app.resolve("plugins/settings/with space.txt"), "blue");
            jar(app.resolve("main.jar"), classes, "OpensFiles.class");
            jar(app.resolve("plugins/plugin.jar"), classes, "WhereAmI.class");
            Path seen = shared.mount().resolve("app");
            JobOutcome plain = run(cluster, shared, jdk, seen, List.of());
            assertThat(plain.output()).as(String.join("\n", plain.raw())).contains("settings blue").hasSize(24);
            assertThat(shared.counters(cluster.hosts().get(1)).open()).isGreaterThan(5);

            JobOutcome served = run(cluster, shared, jdk, seen,
                    List.of(Fixtures.agent("loader=" + loader + ",include=" + seen.resolve("plugins"))));
            assertThat(served.output()).as(String.join("\n", served.raw())).isEqualTo(plain.output());
            assertThat(served.agentLines()).hasSize(1);
            assertThat(shared.counters(cluster.hosts().get(1)).open()).isZero();
            assertThat(shared.counters(cluster.hosts().get(1)).readBytes()).isZero();
        }
    }

    private static void jar(Path jar, Path classes, String type) {
        Command.run(List.of(Machine.jdk(17).resolve("bin/jar").toString(), "-c", "-f", jar.toString(), "-C", classes.toString(), type,
                "-C", classes.toString(), "data.txt"), Map.of(), 60).orFail("jar");
    }

    private static JobOutcome run(Cluster cluster, SharedFs shared, int jdk, Path app, List<String> agent) {
        shared.remount();
        return sorted(new MpjJob(cluster).run(new JobSpec(Machine.jdk(jdk), 2, agent, app.resolve("main.jar").toString(), "OpensFiles",
                List.of(app.resolve("main.jar").toString(), app.resolve("plugins").toString())), 60));
    }

    private static JobOutcome sorted(JobOutcome outcome) {
        return new JobOutcome(outcome.exit(), outcome.lines().stream().sorted().toList(), outcome.complaints(), outcome.seconds());
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void nativeLibrariesAreFoundWithoutSearchingAndLoadedFromTheNodesOwnCopy(int jdk) throws IOException {
        try (Cluster cluster = new Cluster(Fixtures.workspace("libraries" + jdk), 2, 64)) {
            SharedFs shared = new SharedFs(cluster, SharedFs.Costs.NONE);
            Path libraries = Fixtures.empty(shared.source().resolve("native"));
            Fixtures.compile("mpj", libraries.resolve("classes"));
            String path = Fixtures.libraries(libraries, shared.mount().resolve("native"), LIBRARIES, DIRECTORIES);
            String[] names = new String[LIBRARIES + 2];
            for (int n = 0; n < LIBRARIES; n++) {
                names[n] = "n" + n;
            }
            names[LIBRARIES] = "absent";
            names[LIBRARIES + 1] = "n99";
            // A second option that 17 knows as well: 25 would warn otherwise.
            String access = jdk < 25 ? "-Dnothing" : "--enable-native-access=ALL-UNNAMED";
            List<String> jvm = List.of("-Djava.library.path=" + path, access);
            JobOutcome plain = load(cluster, shared, jdk, jvm, names);
            assertThat(plain.output()).as(String.join("\n", plain.raw())).hasSize(2 * (LIBRARIES + 3));
            assertThat(shared.counters(cluster.hosts().get(1)).enoent()).isGreaterThan(1000);

            JobOutcome served = load(cluster, shared, jdk, List.of(jvm.get(0), access,
                    Fixtures.agent("include=" + shared.mount().resolve("native/libn0.so"))), names);
            assertThat(served.output()).as(String.join("\n", served.raw())).isEqualTo(plain.output());
            Counters node1 = shared.counters(cluster.hosts().get(1));
            assertThat(node1.enoent()).isZero();
            assertThat(node1.open()).isZero();
            assertThat(node1.readBytes()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void whatAProgramHasWrittenItReadsAgain(int jdk) throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace("rewrites" + jdk));
        Fixtures.compile("plain", here.resolve("classes"));
        Path directory = Files.createDirectories(here.resolve("files"));
        for (String agent : List.of("-Dnone", Fixtures.agent("engine=none,quiet,include=" + directory))) {
            for (String name : List.of("a", "b", "c", "d", "e")) {
                Files.writeString(directory.resolve(name), "old");
            }
            Command.Result result = Fixtures.java(jdk, agent, "-cp", here.resolve("classes").toString(), "Rewrites", directory.toString());
            assertThat(result.err()).isEmpty();
            assertThat(result.out().lines()).containsExactly("old", "by nio", "old", "old by stream", "old", "old by random access",
                    "old appended", "old");
        }
    }

    private static JobOutcome load(Cluster cluster, SharedFs shared, int jdk, List<String> jvm, String[] names) {
        shared.remount();
        List<String> arguments = new java.util.ArrayList<>(List.of(shared.mount().resolve("native/libn0.so").toString()));
        arguments.addAll(List.of(names));
        return sorted(new MpjJob(cluster).run(new JobSpec(Machine.jdk(jdk), 2, jvm, shared.mount().resolve("native/classes").toString(),
                "LoadsLibraries", arguments), 60));
    }
}
