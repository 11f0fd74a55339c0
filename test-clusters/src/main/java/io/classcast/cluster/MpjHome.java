package io.classcast.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A private MPJ_HOME from Debian's packages. The packaged {@code mpjrun} does not start (Log4j is missing from its class
 * path), so its jars are put together here with the libraries that they name.
 */
public final class MpjHome {
    private static final Path DEBIAN = Path.of("/usr/share/mpj");
    private static final Path JARS = Path.of("/usr/share/java");

    private MpjHome() {
    }

    /**
     * Makes the directory, or takes the one that is there.
     *
     * @return MPJ_HOME
     */
    public static Path make() {
        Path home = Machine.home().resolve("target/mpj-home");
        if (Files.exists(home.resolve("complete"))) {
            return home;
        }
        if (!Files.exists(DEBIAN.resolve("lib/mpj.jar"))) {
            throw new IllegalStateException("MPJ Express is missing; run test-clusters/setup.sh (Debian: libmpj-java)");
        }
        try {
            Files.createDirectories(home.resolve("lib"));
            Files.createDirectories(home.resolve("logs"));
            Files.createDirectories(home.resolve("conf"));
            copyAll(DEBIAN.resolve("lib"), home.resolve("lib"), "-0.44.jar");
            copyAll(DEBIAN.resolve("conf"), home.resolve("conf"), null);
            for (String jar : new String[] {"log4j-1.2", "commons-cli", "commons-io", "commons-codec"}) {
                copy(JARS.resolve(jar + ".jar"), home.resolve("lib/" + jar + ".jar"));
            }
            copy(JARS.resolve("log4j-1.2.jar"), home.resolve("lib/log4j-1.2.11.jar"));
            Files.writeString(home.resolve("complete"), "");
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + home, e);
        }
    }

    private static void copyAll(Path from, Path to, String without) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(from)) {
            for (Path file : files) {
                if (without == null || !file.toString().endsWith(without)) {
                    copy(file, to.resolve(file.getFileName()));
                }
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from.toRealPath(), to, StandardCopyOption.REPLACE_EXISTING);
    }
}
