package io.classcast.cluster.openjdk;

import io.classcast.cluster.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * OpenJDK's tests and jtreg, as Debian has them; both are unpacked below target and nowhere else.
 *
 * @param tests the directory test/jdk
 * @param version of the sources
 * @param jtreg directory of its jars
 */
record TestSources(Path tests, String version, Path jtreg) {
    /** What serves for versions whose own sources are gone from the archive. */
    private static final int NEWEST = 26;
    private static final int SECONDS = 1800;

    /**
     * Downloads what is not there yet.
     *
     * @param home directory that takes all of it
     * @param jdk Java version
     * @return where it is
     */
    static TestSources of(Path home, int jdk) throws IOException {
        Path jtreg = home.resolve("jtreg/usr/share/jtreg/lib");
        Path ready = home.resolve("tests-" + jdk + "/version");
        if (!Files.exists(jtreg.resolve("jtreg.jar")) || !Files.exists(ready)) {
            DebianArchive archive = new DebianArchive(home.resolve("archive"));
            if (!Files.exists(jtreg.resolve("jtreg.jar"))) {
                archive.unpack("jtreg7", home.resolve("jtreg"));
            }
            if (!Files.exists(ready)) {
                unpack(archive, jdk, ready);
            }
        }
        Path tests = ready.resolveSibling("test/jdk");
        Path jar = jtreg.resolve("jtreg.jar");
        for (Path needed : List.of(tests.resolve("TEST.ROOT"), tests.resolveSibling("lib"), jar)) {
            if (!Files.exists(needed)) {
                throw new IllegalStateException(needed + " is missing; remove " + home + " and start again");
            }
        }
        return new TestSources(tests, Files.readString(ready).strip(), jtreg);
    }

    private static void unpack(DebianArchive archive, int jdk, Path ready) throws IOException {
        Path source = archive.source("openjdk-" + jdk);
        if (source == null && jdk < NEWEST) {
            source = archive.source("openjdk-" + NEWEST);
        }
        if (source == null) {
            throw new IllegalStateException("Debian's archive has no source of openjdk-" + jdk + "; try another --jdk");
        }
        Path home = Files.createDirectories(ready.getParent());
        Command.run(List.of("tar", "-x", "-f", source.toString(), "-C", home.toString(), "--strip-components=1",
                "--wildcards", "*/test/jdk", "*/test/lib", "*/test/jtreg-ext", "*/test/langtools/tools/javac/lib"),
                Map.of(), SECONDS)
                .orFail("unpacking " + source);
        // The groups name tests of other directories; an older jtreg runs these tests as well.
        Path root = home.resolve("test/jdk/TEST.ROOT");
        Files.writeString(root, Files.readAllLines(root).stream()
                .filter(l -> !l.startsWith("groups=") && !l.startsWith("requiredVersion="))
                .collect(Collectors.joining("\n", "", "\n")));
        String name = source.getFileName().toString();
        Matcher version = Pattern.compile("openjdk-\\d+_(.+)\\.orig\\.tar\\.xz").matcher(name);
        Files.writeString(ready, version.matches() ? version.group(1) : name);
    }

    /** The paths of a group that these sources have. */
    List<String> paths(TestGroup group) {
        return group.paths().stream().filter(path -> Files.exists(tests.resolve(path))).toList();
    }
}
