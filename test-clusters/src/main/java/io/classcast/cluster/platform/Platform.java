package io.classcast.cluster.platform;

import io.classcast.cluster.Machine;
import io.classcast.cluster.debian.DebianRoot;
import io.classcast.cluster.debian.RootCache;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;

/**
 * Where jobs run: a row of a table.
 *
 * @param id for the command line
 * @param kind which table it is in
 * @param software that gives it its name, such as {@code Open MPI}
 * @param versionOf the package of that software; {@code *} stands for any part of its name
 * @param debian for readers, such as {@code Debian 13}
 * @param root of its hosts; null for the machine's own
 * @param starter of the ranks
 * @param library named by {@code -Dclasscast.mpi.library}; null for the one that the launcher suggests
 * @param jdk Java version of the ranks
 */
public record Platform(String id, Kind kind, String software, String versionOf, String debian, DebianRoot root, Starter starter, String library, int jdk) {
    /** The two tables. */
    public enum Kind {
        /** A JDK: programs with well-known libraries, once each. */
        JDK,
        /** An MPI: all that Classcast does with it, many times. */
        MPI
    }

    private static final int FIRST_NATIVE = 22;

    /** Whether the ranks' JVMs can call the MPI library: below, MPJ Express carries the broadcast. */
    boolean isNative() {
        return jdk >= FIRST_NATIVE;
    }

    /**
     * The JDK's home, as the hosts see it.
     *
     * @param directory of the root; null for the machine's own
     * @return the root's JDK of this version, or the machine's
     */
    Path home(Path directory) {
        if (directory != null) {
            try (DirectoryStream<Path> homes = Files.newDirectoryStream(directory.resolve("usr/lib/jvm"), "java-" + jdk + "-openjdk-*")) {
                Iterator<Path> found = homes.iterator();
                if (found.hasNext()) {
                    return Path.of("/").resolve(directory.relativize(found.next()));
                }
            } catch (IOException e) {
                // A root without any JDK sees the machine's.
                return Machine.jdk(jdk);
            }
        }
        return Machine.jdk(jdk);
    }

    /**
     * What exactly it is.
     *
     * @param directory of the root; null for the machine's own
     * @return such as {@code Open MPI 5.0.7 (Debian 13)}
     */
    String label(Path directory) {
        String version = RootCache.version(directory == null ? Path.of("/") : directory, versionOf);
        return (software + " " + shortened(version) + " (" + debian + ")").replace("  ", " ");
    }

    /** {@code 4.3.0+really4.2.1-1} is 4.2.1, {@code 5.0.7-1} is 5.0.7, {@code 27.0.1.0.3+1-1} stays up to the plus, {@code 6.0.0~rc2-2} is 6.0.0rc2,
     * {@code 28~18ea-1} is 28-ea+18. */
    static String shortened(String version) {
        return version.replaceFirst("^[0-9]+:", "").replaceFirst("^.*[+]really", "").replaceFirst("[+-].*", "").replaceFirst("~([0-9]+)ea", "-ea+$1").replace("~", "");
    }

    @Override
    public String toString() {
        return id;
    }
}
