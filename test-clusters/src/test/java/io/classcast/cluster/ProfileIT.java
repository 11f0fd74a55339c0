package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bcastjar profile}, and runs by its profile: what is known is sent and packed, the rest works as ever. */
class ProfileIT {
    private static final int JARS = 60;
    private static final int CLASSES = 600;
    private static final int KNOWN = 300;
    private static final int EACH = 50;
    private static final int BLOB = 4 << 20;

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void rank0ReadsAndSendsWhatTheProfileKnowsAndTheRestIsReadOnDemand(int jdk) throws IOException {
        try (Cluster cluster = new Cluster(Fixtures.workspace("profile" + jdk), 2, 128)) {
            SharedFs shared = new SharedFs(cluster, SharedFs.Costs.NONE);
            Path app = Fixtures.empty(shared.source().resolve("app"));
            Fixtures.compile("plain", app.resolve("classes"));
            Fixtures.generateJars(app, CLASSES, EACH, JARS);
            Fixtures.bigJar(app.resolve("lib/unused.jar"), 8);
            mixedJar(app.resolve("lib/mixed.jar"));
            Path seen = shared.mount().resolve("app");
            String classPath = seen.resolve("lib") + "/*:" + seen.resolve("classes");
            Launcher mpirun = Engine.OPENMPI.on(cluster);
            // Both engines are tried: on the older JDK ranks of MPJ Express that mpirun starts.
            Launcher launcher = jdk < 22 ? new MpjWithoutDaemons(cluster, mpirun) : mpirun;
            JobSpec known = new JobSpec(Machine.jdk(jdk), 4, List.of(), classPath, "UsesPart", List.of("" + KNOWN, "" + EACH, "less"));
            JobSpec more = new JobSpec(Machine.jdk(jdk), 4, List.of(), classPath, "UsesPart", List.of("" + CLASSES, "" + EACH, "more"));
            shared.remount();
            JobOutcome plain = launcher.run(known, 120);
            JobOutcome plainMore = launcher.run(more, 120);
            assertThat(plain.output()).as(String.join("\n", plain.raw())).hasSize(4).allMatch(l -> l.startsWith("sum ") && !l.contains("blob"));
            assertThat(plainMore.output()).as(String.join("\n", plainMore.raw())).hasSize(4).allMatch(l -> l.contains("blob " + BLOB));

            Path profile = cluster.workspace().resolve("app.profile");
            Command.Result recorded = cluster.hosts().get(0).exec("/", Map.of(), 60, bcastjar(), "profile", "-o", profile.toString(), "--",
                    Machine.jdk(jdk) + "/bin/java", "-cp", classPath, "UsesPart", "" + KNOWN, "" + EACH, "less").orFail("profile");
            assertThat(recorded.out().lines().toList()).containsExactly(plain.output().get(0));
            assertThat(recorded.err()).contains(": " + (KNOWN + 1) + " classes, 2 resources of " + (JARS + 2) + " entries out of " + (JARS + 3)
                    + " on the class path").doesNotContain("outside");

            Path ofJob = cluster.workspace().resolve("job.profile");
            JobOutcome recording = new BcastjarRun(cluster, launcher, List.of("--record", ofJob.toString())).run(known, 120);
            assertThat(recording.output()).isEqualTo(plain.output());
            assertThat(recording.agentLines()).filteredOn(l -> l.startsWith("classcast: profile ")).hasSize(1);
            assertThat(used(ofJob)).isEqualTo(used(profile)).hasSize(KNOWN + 3);

            shared.remount();
            JobOutcome whole = new BcastjarRun(cluster, launcher, List.of()).run(known, 120);
            Counters read = shared.counters(cluster.hosts().get(0));
            long bytes = bytes(app.resolve("lib"));
            assertThat(read.readBytes()).isGreaterThan(bytes);
            shared.remount();
            Launcher byProfile = new BcastjarRun(cluster, launcher, List.of("--profile", profile.toString()));
            JobOutcome served = byProfile.run(known, 120);
            served.mustExit(0);
            assertThat(served.output()).isEqualTo(plain.output());
            assertThat(served.agentLines()).singleElement().asString().contains("4 ranks on 2 nodes").contains("by profile");
            assertThat(mebibytes(served)).isLessThan(mebibytes(whole) - 11);
            assertThat(shared.counters(cluster.hosts().get(1))).isEqualTo(Counters.ZERO);
            Counters less = shared.counters(cluster.hosts().get(0));
            System.err.println("ProfileIT on JDK " + jdk + ": " + bytes + " bytes of jars; rank 0 read " + read.readBytes() + " bytes without, "
                    + less.readBytes() + " with a profile; " + whole.agentLines() + served.agentLines());
            assertThat(less.readBytes()).isLessThan(bytes / 4);

            shared.remount();
            JobOutcome demand = byProfile.run(more, 120);
            assertThat(demand.output()).as(String.join("\n", demand.raw())).isEqualTo(plainMore.output());
            assertThat(demand.agentLines()).hasSize(1);
            assertThat(shared.counters(cluster.hosts().get(1)).open()).isGreaterThan(JARS / 2);
            assertThat(shared.counters(cluster.hosts().get(1)).readBytes()).isGreaterThan(BLOB);

            Files.writeString(profile, "no profile");
            JobOutcome without = byProfile.run(known, 120);
            assertThat(without.output()).isEqualTo(plain.output());
            assertThat(without.agentLines()).hasSize(2).anyMatch(l -> l.contains("is no profile; record one with bcastjar profile"));
        }
    }

    @ParameterizedTest
    @CsvSource({"17,broadcast", "17,app", "25,broadcast", "25,app"})
    void jarsBesideTheClassPathAndLibrariesAreNamed(int jdk, String loader) throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace("profile-beside" + jdk));
        Fixtures.compile("plain", here.resolve("classes"));
        Fixtures.bigJar(here.resolve("own.jar"), 1);
        Fixtures.bigJar(here.resolve("plug\tin.jar"), 1);
        Fixtures.libraries(here.resolve("native"), here.resolve("native"), 1, 1);
        Command.Result recorded = Command.run(List.of("sh", "-c", "cd \"$0\" && exec \"$@\"", here.toString(), bcastjar(), "profile", "--loader",
                loader, "--", Machine.jdk(jdk) + "/bin/java", "-cp", "classes:own.jar", "OpensBeside", "own.jar", "plug\tin.jar",
                here.resolve("native/d0/libn0.so").toString()), Map.of(), 60).orFail("profile");
        assertThat(recorded.out()).isEqualTo("1 1\n");
        assertThat(recorded.err()).contains("1 classes, 0 resources of 2 entries out of 2 on the class path; opened outside the class path: "
                + here.resolve("plug\tin.jar") + "; name them with include=");
        assertThat(Files.readAllLines(here.resolve("classcast.profile"))).containsExactly("classcast-profile\t1", "launch\t" + here.resolve("classes"),
                "class\tOpensBeside\t" + here.resolve("classes"), "jar\t" + here.resolve("own.jar"), "zip\t" + here + "/plug\\tin.jar",
                "library\t" + here.resolve("native/d0/libn0.so"), "end\t5");
    }

    /** What a profile tells of the program itself. */
    private static List<String> used(Path profile) throws IOException {
        return Files.readAllLines(profile).stream().filter(l -> l.contains("\tgen.p") || l.contains("UsesPart") || l.startsWith("resource")).toList();
    }

    private static String bcastjar() {
        return Machine.home().resolveSibling("cli/bin/bcastjar").toString();
    }

    private static void mixedJar(Path jar) throws IOException {
        byte[] blob = new byte[BLOB];
        new Random(1).nextBytes(blob);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (String name : new String[] {"first.txt", "blob.bin", "last.txt"}) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(name.equals("blob.bin") ? blob : name.getBytes());
            }
        }
    }

    private static long bytes(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.mapToLong(f -> f.toFile().length()).sum();
        }
    }

    /** What was broadcast, as the agent's line tells. */
    private static int mebibytes(JobOutcome outcome) {
        String line = outcome.agentLines().get(0);
        int end = line.indexOf(" MiB");
        return Integer.parseInt(line.substring(line.lastIndexOf(' ', end - 1) + 1, end));
    }

    @ParameterizedTest
    @CsvSource({"17,broadcast", "17,app", "25,broadcast", "25,app"})
    void withAProfileThatKnowsHalfOfTheNamesEverythingLooksTheSame(int jdk, String loader) throws IOException {
        Path here = Fixtures.workspace("profile-identity" + jdk);
        Fixtures.compile("plain", here.resolve("clas ses"));
        List<String> jars;
        try (Stream<Path> files = Files.list(Machine.home().resolve("apps/tika/target/lib"))) {
            // Signed, multi-release, plain.
            jars = files.map(Path::toString).filter(f -> f.matches(
                    ".*/(bcutil|bcpkix|jsoup|log4j-api|commons-logging|tika-core|slf4j-api|angus|jakarta|asm|xmpcore).*jar"))
                    .sorted().toList();
        }
        List<String> command = new ArrayList<>(List.of("-cp", here.resolve("clas ses") + ":" + String.join(":", jars), "Facts"));
        Path profile = here.resolve("half.profile");
        Fixtures.java(jdk, with("record=" + profile + ",loader=" + loader, command, jars)).orFail("recording");
        keepHalf(profile);
        Command.Result plain = Fixtures.java(jdk, with(null, command, jars)).orFail("plain");
        Command.Result served = Fixtures.java(jdk, with("profile=" + profile + ",loader=" + loader, command, jars)).orFail("by profile");
        assertThat(served.err()).contains("by profile");
        assertThat(plain.out().lines().count()).isGreaterThan(5000);
        List<String> expected = plain.out().lines().toList();
        List<String> actual = served.out().lines().toList();
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i)).isEqualTo(expected.get(i));
        }
    }

    private static String[] with(String options, List<String> command, List<String> jars) {
        Stream<String> agent = options == null ? Stream.of() : Stream.of(Fixtures.agent(options));
        return Stream.of(agent, command.stream(), jars.stream()).flatMap(s -> s).toArray(String[]::new);
    }

    /** Every second class and resource, and no jar as a whole. */
    private static void keepHalf(Path profile) throws IOException {
        List<String> lines = Files.readAllLines(profile);
        List<String> names = lines.stream().filter(l -> l.startsWith("class\t") || l.startsWith("resource\t")).toList();
        String half = java.util.stream.IntStream.range(0, names.size()).filter(i -> i % 2 == 0).mapToObj(names::get)
                .collect(Collectors.joining("\n"));
        Files.writeString(profile, lines.get(0) + "\n" + half + "\nend\t" + (names.size() + 1) / 2 + "\n");
    }
}
