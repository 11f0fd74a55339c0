package io.classcast.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the harness needs of the machine: root, the repository's own folders, and a JDK of a given version. */
public final class Machine {
    private Machine() {
    }

    /** Fails with one line where this is not root. */
    public static void requireRoot() {
        try {
            if (!Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
                throw new IllegalStateException("simulated hosts need root (namespaces, FUSE mounts); run this as root");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!Files.exists(Path.of("/dev/fuse"))) {
            throw new IllegalStateException("simulated hosts need /dev/fuse; load the kernel module fuse");
        }
    }

    /**
     * The repository's folder test-clusters.
     *
     * @return absolute path
     */
    public static Path home() {
        Path here = Path.of(System.getProperty("classcast.test-clusters", ".")).toAbsolutePath().normalize();
        for (Path at = here; at != null; at = at.getParent()) {
            if (Files.exists(at.resolve("sharedfs/Makefile"))) {
                return at;
            }
            if (Files.exists(at.resolve("test-clusters/sharedfs/Makefile"))) {
                return at.resolve("test-clusters");
            }
        }
        throw new IllegalStateException("run this inside the repository, or set -Dclasscast.test-clusters=");
    }

    /**
     * Directories that every host must see: the repository, and where JDKs are.
     *
     * @return absolute paths
     */
    static List<Path> directories() {
        List<Path> directories = new ArrayList<>(List.of(home().getParent()));
        try {
            directories.add(Path.of(System.getProperty("java.home")).toRealPath().getParent());
            for (Map.Entry<String, String> variable : System.getenv().entrySet()) {
                if (variable.getKey().startsWith("JDK_HOME_")) {
                    directories.add(Path.of(variable.getValue()).toRealPath());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a JDK is not where it should be", e);
        }
        return directories;
    }

    /**
     * The agent's jar.
     *
     * @return absolute path
     */
    public static Path agent() {
        Path jar = home().resolveSibling("loader-agent/target/classcast-agent.jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException(jar + " is missing; build it with mvn package");
        }
        return jar;
    }

    /**
     * Finds a JDK: the running one, else one that is installed beside it, else the one that JDK_HOME_N names.
     *
     * @param feature version such as 25
     * @return its home
     */
    public static Path jdk(int feature) {
        Path running = Path.of(System.getProperty("java.home"));
        if (Runtime.version().feature() == feature) {
            return running;
        }
        String named = System.getenv("JDK_HOME_" + feature);
        if (named != null) {
            return Path.of(named);
        }
        try (DirectoryStream<Path> siblings = Files.newDirectoryStream(running.toRealPath().getParent())) {
            for (Path jdk : siblings) {
                Path release = jdk.resolve("release");
                if (Files.isExecutable(jdk.resolve("bin/javac")) && Files.exists(release)
                        && Files.readString(release).contains("JAVA_VERSION=\"" + feature)) {
                    return jdk;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("no JDK " + feature + " beside " + running + "; set JDK_HOME_" + feature);
    }
}
