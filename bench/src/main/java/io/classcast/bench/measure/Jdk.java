package io.classcast.bench.measure;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * An installed JDK.
 *
 * @param home its directory
 * @param version such as 17.0.15
 * @param vendor who built it
 */
public record Jdk(Path home, Runtime.Version version, String vendor) {
    /**
     * Finds a JDK: the running one, or one that is installed beside it; the newest that fits.
     *
     * @param feature 17 for any 17.x
     * @param running java.home of this JVM
     * @return the JDK, if there is one
     * @throws IOException if the directory beside the running JDK cannot be read
     */
    public static Optional<Jdk> find(int feature, Path running) throws IOException {
        Path own = running.toRealPath();
        try (Stream<Path> siblings = Files.list(own.getParent())) {
            return Stream.concat(Stream.of(own), siblings.sorted())
                    .flatMap(home -> read(home).stream())
                    .filter(jdk -> jdk.version.feature() == feature)
                    .max(Comparator.comparing((Jdk jdk) -> jdk.version).thenComparing(jdk -> jdk.home.equals(own)));
        }
    }

    /**
     * The program that starts a JVM.
     *
     * @return its path
     */
    public Path java() {
        return home.resolve("bin/java");
    }

    private static Optional<Jdk> read(Path home) {
        Path release = home.resolve("release");
        if (!Files.isExecutable(home.resolve("bin/javac")) || !Files.isRegularFile(release)) {
            return Optional.empty();
        }
        try (Reader reader = Files.newBufferedReader(release)) {
            Properties facts = new Properties();
            facts.load(reader);
            Runtime.Version version = Runtime.Version.parse(unquoted(facts, "JAVA_VERSION"));
            return Optional.of(new Jdk(home, version, unquoted(facts, "IMPLEMENTOR")));
        } catch (IOException | IllegalArgumentException e) {
            // Something that only looks like a JDK.
            return Optional.empty();
        }
    }

    private static String unquoted(Properties facts, String key) {
        return facts.getProperty(key, "").replace("\"", "");
    }
}
