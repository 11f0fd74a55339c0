package io.classcast.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A job of MPJ Express: a daemon on each host, the starter on the first one. Ports are never probed by connecting to them: MPJ counts each connection.
 */
public final class MpjJob implements Launcher {
    /** Of the daemons (conf/mpjexpress.conf). */
    private static final int DAEMON_PORT = 40055;
    private static final int DAEMON_ATTEMPTS = 2;

    private final Cluster cluster;
    private final Path home = MpjHome.make();

    /**
     * Prepares jobs on a cluster.
     *
     * @param cluster its hosts
     */
    public MpjJob(Cluster cluster) {
        this.cluster = cluster;
    }

    /** {@inheritDoc} The exit code is the starter's: MPJ Express does not pass on those of the ranks. */
    @Override
    public JobOutcome run(JobSpec spec, int timeoutSeconds) {
        Map<String, String> environment = Map.of("MPJ_HOME", home.toString(), "JAVA_HOME", spec.jdk().toString(), "PATH",
                spec.jdk().resolve("bin") + ":" + System.getenv("PATH"));
        List<Process> daemons = new ArrayList<>();
        try {
            for (Host host : cluster.hosts()) {
                daemons.add(daemon(host, spec, environment));
            }
            Command.Result result = cluster.hosts().get(0).exec("/tmp/work", environment, timeoutSeconds,
                    command(spec).toArray(new String[0]));
            return new JobOutcome(result.exit(), result.out().lines().toList(), result.err().lines().toList(),
                    result.seconds());
        } finally {
            daemons.forEach(Command::kill);
        }
    }

    private List<String> command(JobSpec spec) {
        Path machines = cluster.workspace().resolve("machines");
        try {
            Files.write(machines, cluster.hosts().stream().map(Host::name).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> command = new ArrayList<>(List.of(spec.jdk().resolve("bin/java").toString(), "-jar",
                home.resolve("lib/starter.jar").toString(), "-machinesfile", machines.toString(), "-wdir", "/tmp/work",
                "-np", Integer.toString(spec.ranks()), "-dev", "niodev"));
        command.addAll(spec.jvmOptions());
        command.addAll(List.of("-cp", spec.classPath(), spec.main()));
        command.addAll(spec.arguments());
        return command;
    }

    private Process daemon(Host host, JobSpec spec, Map<String, String> environment) {
        // The daemon keeps a file in the user's home and removes it after a job: each needs a home of its own.
        host.exec("/", Map.of(), 10, "sh", "-c", "mkdir -p /tmp/mpj-user && rm -rf /tmp/work && mkdir -p /tmp/work")
                .orFail("directories of the daemon");
        // One that outlived its job would keep the port, and answer the starter in the new one's place.
        host.exec("/", Map.of(), 10, "sh", "-c", "while pkill -KILL -f '[l]ib/daemon.jar'; do sleep 0.05; done")
                .orFail("an old daemon does not end on " + host.name());
        for (int attempt = 1;; attempt++) {
            Path log = cluster.workspace().resolve(host.name() + ".daemon" + (attempt > 1 ? attempt : "") + ".log");
            Process daemon = host.start("/tmp/work", environment, log, List.of(spec.jdk().resolve("bin/java").toString(), "-Duser.home=/tmp/mpj-user",
                    "-XX:+UseSerialGC", "-jar", home.resolve("lib/daemon.jar").toString(), Integer.toString(DAEMON_PORT)));
            try {
                host.awaitPort(DAEMON_PORT, daemon, "MPJ's daemon, see " + log);
                return daemon;
            } catch (IllegalStateException e) {
                // Seen once: it ended as soon as it was started, without a word.
                Command.kill(daemon);
                if (attempt == DAEMON_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }
}
