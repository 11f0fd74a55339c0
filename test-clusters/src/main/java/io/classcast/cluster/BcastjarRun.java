package io.classcast.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** A job whose ranks are started by {@code bcastjar run … -- java …}, with another launcher around it. */
public final class BcastjarRun implements Launcher {
    private final Path workspace;
    private final Path bcastjar;
    private final Launcher launcher;
    private final List<String> options;

    /**
     * Prepares jobs on a cluster.
     *
     * @param cluster its hosts
     * @param launcher starts the ranks
     * @param options of {@code bcastjar run}
     */
    public BcastjarRun(Cluster cluster, Launcher launcher, List<String> options) {
        this(cluster.workspace(), Machine.home().resolveSibling("cli/bin/bcastjar"), launcher, options);
    }

    /**
     * Prepares jobs anywhere.
     *
     * @param workspace takes a script; all hosts see it at the same path
     * @param bcastjar the command, which all hosts see, too
     * @param launcher starts the ranks
     * @param options of {@code bcastjar run}
     */
    public BcastjarRun(Path workspace, Path bcastjar, Launcher launcher, List<String> options) {
        this.workspace = workspace;
        this.bcastjar = bcastjar;
        this.launcher = launcher;
        this.options = options;
    }

    @Override
    public JobOutcome run(JobSpec spec, int timeoutSeconds) {
        StringBuilder script = new StringBuilder("#!/bin/sh\nexec ").append(quoted(bcastjar.toString())).append(" run");
        options.forEach(option -> script.append(' ').append(quoted(option)));
        script.append(" -- ").append(quoted(spec.jdk() + "/bin/java")).append(" \"$@\"\n");
        try {
            Path home = workspace.resolve("bcastjar-run");
            Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
            Files.writeString(java, script);
            Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
            return launcher.run(new JobSpec(home, spec.ranks(), spec.jvmOptions(), spec.classPath(), spec.main(), spec.arguments()),
                    timeoutSeconds);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the java of the ranks", e);
        }
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
