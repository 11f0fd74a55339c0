package io.classcast.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A job of MPJ Express whose ranks a native launcher starts, as on clusters where no daemon may be left on a node: what
 * {@code MPI.Init} takes is on each rank's command line, the rank's number from the launcher's variable.
 */
public final class MpjWithoutDaemons implements Launcher {
    private static final int PORT = 40100;
    private static final String RANK = "CLASSCAST_TEST_RANK";

    private final Cluster cluster;
    private final Launcher launcher;
    private final Path javaOfServer;
    private final Path home = MpjHome.make();

    /**
     * Prepares jobs on a cluster.
     *
     * @param cluster its hosts
     * @param launcher starts the ranks
     */
    public MpjWithoutDaemons(Cluster cluster, Launcher launcher) {
        this(cluster, launcher, Path.of(System.getProperty("java.home")));
    }

    /**
     * Prepares jobs on a cluster whose hosts do not have this JVM's JDK.
     *
     * @param cluster its hosts
     * @param launcher starts the ranks
     * @param jdk home of a JDK on the hosts, for the server where ranks exchange their ports
     */
    public MpjWithoutDaemons(Cluster cluster, Launcher launcher, Path jdk) {
        javaOfServer = jdk;
        this.cluster = cluster;
        this.launcher = launcher;
    }

    @Override
    public JobOutcome run(JobSpec spec, int timeoutSeconds) {
        Host first = cluster.hosts().get(0);
        String address = cluster.address(first);
        Path log = cluster.workspace().resolve("ports.log");
        Process server = first.start("/tmp", Map.of(), log, List.of(javaOfServer + "/bin/java",
                "-XX:+UseSerialGC", "-cp", PortExchange.class.getProtectionDomain().getCodeSource().getLocation().getPath(),
                PortExchange.class.getName(), address, Integer.toString(PORT), Integer.toString(spec.ranks())));
        try {
            first.awaitPort(PORT, server, "the exchange of ports, see " + log);
            List<String> arguments = new ArrayList<>(List.of(RANK, "#Number of Processes;" + spec.ranks()
                    + ";#Protocol Switch Limit;131072;#Server Name;" + address + ";#Server Port;" + PORT, "niodev"));
            arguments.addAll(spec.arguments());
            String classPath = home.resolve("lib/mpj.jar") + ":" + home.resolve("lib/log4j-1.2.11.jar") + ":" + spec.classPath();
            return launcher.run(new JobSpec(javaHome(spec.jdk()), spec.ranks(), spec.jvmOptions(), classPath, spec.main(),
                    arguments), timeoutSeconds);
        } finally {
            Command.kill(server);
        }
    }

    /** A java command that puts the rank's number where MPJ wants it: only the launcher knows it. */
    private Path javaHome(Path jdk) {
        String script = """
                #!/bin/sh
                export MPJ_HOME=%s
                rank=${OMPI_COMM_WORLD_RANK:-${PMI_RANK:-$SLURM_PROCID}}
                for argument; do
                    shift
                    [ "$argument" = %s ] && argument=$rank
                    set -- "$@" "$argument"
                done
                exec %s/bin/java "$@"
                """.formatted(home, RANK, jdk);
        try {
            Path directory = Files.createDirectories(cluster.workspace().resolve("with-rank/bin")).getParent();
            Path java = Files.writeString(directory.resolve("bin/java"), script);
            Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the java of the ranks", e);
        }
    }
}
