package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the program may have of memory and mappings it gets, as without Classcast; also in the JVM that has read the class path. */
@Tag("measuring")
class ResourcesIT {
    private static final int SMALL_JARS = 300;
    private static final int SMALL = 60_000;
    private static final int LARGE_MIB = 24;
    private static final Pattern SIZE = Pattern.compile("maps (\\d+) rss (\\d+) shared (\\d+)");
    /**
     * KiB that a JVM with Classcast may have more than a plain one: its classes, its seams, what it notes of 300 entries, and pages of the
     * store that it has looked at. 9,000 on JDK 17 and 11,300 on JDK 25 were measured; copies of the small jars would be 17,600 more.
     */
    private static final long OF_CLASSCAST = 16 << 10;
    /**
     * KiB that one may have more that has read the class path: garbage on the heap, which the next collection takes, and what malloc(3)
     * keeps of eight threads. 9,400 and 6,200 were measured; the buffers of its readers would be 8,000 more.
     */
    private static final long OF_SCAN = 14 << 10;
    /** Mappings that it may have more: two for each thread that has called malloc(3). */
    private static final int MAPS_OF_SCAN = 40;

    private record Size(int maps, long rss, long shared) {
    }

    private static Size size(List<String> lines) {
        Matcher size = SIZE.matcher(lines.get(0));
        assertThat(size.matches()).as(String.join("\n", lines)).isTrue();
        return new Size(Integer.parseInt(size.group(1)), Long.parseLong(size.group(2)), Long.parseLong(size.group(3)));
    }

    private static void jars(Path directory, int count, int length) throws IOException {
        Files.createDirectories(directory);
        Random random = new Random(24);
        byte[] bytes = new byte[length];
        for (int i = 0; i < count; i++) {
            random.nextBytes(bytes);
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(directory.resolve("small" + i + ".jar")))) {
                ZipEntry entry = new ZipEntry("small" + i + ".bin");
                CRC32 crc = new CRC32();
                crc.update(bytes);
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(length);
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(bytes);
                zip.closeEntry();
            }
        }
    }

    /** Two classes that are loaded late, one of them larger than the buffers that classes are inflated into. */
    private static Path classes(Path here) throws IOException {
        Path classes = here.resolve("classes");
        Fixtures.compile("plain", classes);
        StringBuilder large = new StringBuilder("public class Large { ");
        for (int i = 0; i < 1500; i++) {
            large.append("String f").append(i).append("() { return \"value of ").append(i).append("\" + hashCode(); } ");
        }
        Path source = Files.writeString(here.resolve("Large.java"), large.append("}"));
        Command.run(List.of(Machine.jdk(17) + "/bin/javac", "-d", classes.toString(), source.toString()), Map.of(), 60).orFail("javac");
        Path jar = here.resolve("program.jar");
        Command.run(List.of(Machine.jdk(17) + "/bin/jar", "-c", "-f", jar.toString(), "-C", classes.toString(), "."), Map.of(), 60)
                .orFail("jar");
        return jar;
    }

    private static List<String> run(int jdk, List<String> options, String classPath) {
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(List.of("-cp", classPath, "TakesMemory", "Large", "Shows"));
        Command.Result result = Fixtures.java(jdk, arguments.toArray(new String[0]));
        assertThat(result.exit()).as(result.out() + result.err()).isZero();
        if (String.join(" ", options).contains("-javaagent")) {
            assertThat(result.err().lines()).as(result.err()).singleElement().asString().contains(" served to 1 rank");
        }
        return result.out().lines().toList();
    }

    private static List<String> with(List<String> options, String... more) {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of(more));
        return all;
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void aProgramGetsAllOfItsDirectMemory(int jdk) throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace("direct-memory" + jdk));
        jars(here.resolve("lib"), SMALL_JARS, SMALL);
        String classPath = classes(here) + ":" + here.resolve("lib") + "/*";
        Path store = Files.createTempDirectory(Path.of("/dev/shm"), "resources-it-");
        String agent = Fixtures.agent("engine=none,keep=600,store=" + store);
        int number = 0;
        for (List<String> options : List.of(List.of("-Xmx16m"), List.of("-XX:MaxDirectMemorySize=1m", "-XX:+DisableExplicitGC"))) {
            List<String> plain = run(jdk, options, classPath);
            assertThat(plain).contains("Large", "Shows");
            // The first reads the class path, the second joins it. (Another option is another store.)
            String own = agent + ",dynamic=/nowhere/" + number++;
            for (int i = 0; i < 2; i++) {
                List<String> served = run(jdk, with(options, own), classPath);
                assertThat(served.subList(1, served.size())).as(options + ", start " + i).isEqualTo(plain.subList(1, plain.size()));
            }
        }
        Fixtures.empty(store);
        Files.delete(store);
    }

    @ParameterizedTest
    @CsvSource({"OPENMPI,25", "MPJ,17"})
    void soDoesARankAndRank0KeepsNothingOfWhatItHasSent(Engine engine, int jdk) throws IOException {
        try (Cluster cluster = new Cluster(Fixtures.workspace("direct-memory-" + engine), 2, 512)) {
            SharedFs shared = new SharedFs(cluster, SharedFs.Costs.NONE);
            Path seen = shared.mount();
            Files.copy(classes(Fixtures.empty(Fixtures.workspace("direct-memory-of-" + engine))), shared.source().resolve("program.jar"),
                    StandardCopyOption.REPLACE_EXISTING);
            jars(shared.source().resolve("lib"), SMALL_JARS, SMALL);
            Fixtures.bigJar(shared.source().resolve("big.jar"), LARGE_MIB);
            shared.remount();
            // MPJ Express takes 16 MiB of its own for each message that comes before it is asked for.
            List<String> options = engine == Engine.MPJ ? List.of("-XX:MaxDirectMemorySize=64m")
                    : List.of("-XX:MaxDirectMemorySize=1m", "-XX:+DisableExplicitGC");
            JobOutcome served = engine.on(cluster).run(new JobSpec(Machine.jdk(jdk), 2, with(options, Fixtures.agent("engine=auto")),
                    seen.resolve("program.jar") + ":" + seen.resolve("big.jar") + ":" + seen.resolve("lib") + "/*", "TakesMemory",
                    List.of("Large", "Shows")), 120);
            served.mustExit(0);
            assertThat(served.agentLines()).as(String.join("\n", served.raw())).singleElement().asString().contains("2 ranks on 2 nodes");
            List<String> output = served.output();
            assertThat(output.stream().filter(l -> l.equals("Large"))).hasSize(2);
            if (engine != Engine.MPJ) {
                // MPJ Express has some of its own, and starts with other arguments.
                assertThat(output.stream().filter(l -> l.equals("took 1 of 1048576"))).as(String.join("\n", output)).hasSize(2);
            }
            for (String line : output) {
                if (SIZE.matcher(line).matches()) {
                    assertThat(size(List.of(line)).shared()).as("KiB of the store that a rank has looked at").isLessThan(LARGE_MIB << 9);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void aJvmThatHasScannedIsAboutAsSmallAsOneThatJoinedAndAsAPlainOne(int jdk) throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace("small-jvm" + jdk));
        jars(here.resolve("lib"), SMALL_JARS, SMALL);
        Files.createDirectories(here.resolve("large"));
        for (int i = 0; i < 3; i++) {
            Fixtures.bigJar(here.resolve("large/" + i + ".jar"), LARGE_MIB);
        }
        String program = classes(here).toString();
        Path store = Files.createTempDirectory(Path.of("/dev/shm"), "resources-it-");
        List<String> options = List.of("-XX:MaxDirectMemorySize=1m");
        String agent = Fixtures.agent("engine=none,keep=600,store=" + store);
        for (String jars : List.of("lib", "large")) {
            String classPath = program + ":" + here.resolve(jars) + "/*";
            Size plain = size(run(jdk, options, classPath));
            Size scanned = size(run(jdk, with(options, agent), classPath));
            Size joined = size(run(jdk, with(options, agent), classPath));
            String sizes = jars + ": plain " + plain + ", scanned " + scanned + ", joined " + joined;
            assertThat(joined.rss()).as(sizes).isLessThan(plain.rss() + OF_CLASSCAST);
            assertThat(scanned.rss()).as(sizes).isLessThan(joined.rss() + OF_SCAN);
            assertThat(joined.maps()).as(sizes).isLessThan(plain.maps() + MAPS_OF_SCAN);
            assertThat(scanned.maps()).as(sizes).isLessThan(joined.maps() + MAPS_OF_SCAN);
        }
        Fixtures.empty(store);
        Files.delete(store);
    }
}
