package io.classcast.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.Stream;

/**
 * A job of MPJ Express: a daemon on each host, the starter on the first one. Hosts take ranks in blocks: of four ranks on two
 * hosts, 0 and 1 are on node0, 2 and 3 on node1. Ports are never probed by connecting to them: MPJ counts each connection.
 */
public final class MpjJob {
    /** Port of the daemons (conf/mpjexpress.conf), as /proc/net/tcp writes it. */
    private static final int DAEMON_PORT = 40055;

    /**
     * What to run.
     *
     * @param jdk home of the JDK for daemons, starter and ranks
     * @param ranks number of ranks
     * @param jvmOptions before the class name, each one token that starts with a dash
     * @param classPath of the application
     * @param main class
     * @param arguments of the application
     */
    public record Spec(Path jdk, int ranks, List<String> jvmOptions, String classPath, String main,
            List<String> arguments) {
    }

    /**
     * How it ended.
     *
     * @param exit the starter's exit code; MPJ Express does not pass on those of the ranks
     * @param lines what the ranks printed on stdout and stderr, which the daemons merge; MPJ's own and the agent's included
     * @param complaints what the starter itself printed on stderr
     * @param seconds wall time from the starter's start to its end
     */
    public record Outcome(int exit, List<String> lines, List<String> complaints, double seconds) {
        /**
         * What the application printed.
         *
         * @return lines without MPJ's and the agent's
         */
        public List<String> output() {
            return lines.stream().filter(l -> OWN.stream().noneMatch(l::startsWith)).toList();
        }

        /**
         * What the agent printed.
         *
         * @return its lines
         */
        public List<String> agentLines() {
            return lines.stream().filter(l -> l.startsWith("classcast: ")).toList();
        }

        /**
         * Everything, for messages.
         *
         * @return all lines, the starter's complaints last
         */
        public List<String> raw() {
            return Stream.concat(lines.stream(), complaints.stream()).toList();
        }
    }

    /**
     * How lines start that are not the application's. Where a daemon's last word, EXIT, meets its sign of life, @Ping#, in one
     * packet, the starter prints both and complains about the missing end, in about one job of twenty; all else is well then.
     */
    private static final List<String> OWN = List.of("MPJ Express (", "Starting process <", "Stopping Process <",
            "EXIT@Ping#", "classcast: ");

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

    /**
     * Runs a job.
     *
     * @param spec what to run
     * @param timeoutSeconds after which it is killed
     * @return how it ended
     */
    public Outcome run(Spec spec, int timeoutSeconds) {
        Map<String, String> environment = Map.of("MPJ_HOME", home.toString(), "JAVA_HOME", spec.jdk().toString(), "PATH",
                spec.jdk().resolve("bin") + ":" + System.getenv("PATH"));
        List<Process> daemons = new ArrayList<>();
        try {
            for (Host host : cluster.hosts()) {
                daemons.add(daemon(host, spec, environment));
            }
            Command.Result result = cluster.hosts().get(0).exec("/tmp/work", environment, timeoutSeconds,
                    command(spec).toArray(new String[0]));
            return new Outcome(result.exit(), result.out().lines().toList(), result.err().lines().toList(),
                    result.seconds());
        } finally {
            daemons.forEach(Command::kill);
        }
    }

    private List<String> command(Spec spec) {
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

    private Process daemon(Host host, Spec spec, Map<String, String> environment) {
        // The daemon keeps a file in the user's home and removes it after a job: each needs a home of its own.
        host.exec("/", Map.of(), 10, "sh", "-c", "mkdir -p /tmp/mpj-user && rm -rf /tmp/work && mkdir -p /tmp/work")
                .orFail("directories of the daemon");
        Process daemon = host.start("/tmp/work", environment, cluster.workspace().resolve(host.name() + ".daemon.log"),
                List.of(spec.jdk().resolve("bin/java").toString(), "-Duser.home=/tmp/mpj-user", "-XX:+UseSerialGC", "-jar",
                        home.resolve("lib/daemon.jar").toString(), Integer.toString(DAEMON_PORT)));
        for (int i = 0; i < 1000; i++) {
            if (listens(host)) {
                return daemon;
            }
            if (!daemon.isAlive()) {
                break;
            }
            Holder.sleep(20);
        }
        throw new IllegalStateException("MPJ's daemon does not listen on " + host.name() + ", see "
                + cluster.workspace().resolve(host.name() + ".daemon.log"));
    }

    private static boolean listens(Host host) {
        String port = String.format(":%04X ", DAEMON_PORT);
        try {
            for (String table : new String[] {"tcp", "tcp6"}) {
                String sockets = Files.readString(Path.of("/proc/" + host.pid() + "/net/" + table));
                if (sockets.lines().anyMatch(l -> l.contains(port) && l.contains(" 0A "))) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
