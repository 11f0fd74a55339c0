package io.classcast.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One simulated host: network, mounts, name, IPC, processes, /dev/shm and /tmp of its own. */
public final class Host implements AutoCloseable {
    private final String name;
    private final Holder holder = new Holder();

    Host(String name) {
        this.name = name;
    }

    /**
     * The host's name.
     *
     * @return node0, node1, …
     */
    public String name() {
        return name;
    }

    long pid() {
        return holder.pid();
    }

    /** The host's root directory with all that is mounted in there, as the harness sees it. */
    Path root() {
        return Path.of("/proc/" + pid() + "/root");
    }

    boolean isMounted(Path mount) {
        try {
            return Files.readString(Path.of("/proc/" + pid() + "/mountinfo")).contains(" " + mount + " ");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Names and mounts.
     *
     * @param root of another Debian, or null for the machine's own
     * @param visible directories that stay visible even where they lie below /tmp, which becomes the host's own
     * @param hostsFile takes the place of /etc/hosts
     * @param shmMegabytes size of /dev/shm
     */
    void setUp(Path root, List<Path> visible, Path hostsFile, int shmMegabytes) {
        if (root != null) {
            exec("/", Map.of(), 30, "hostname", name).orFail("naming " + name);
            exec("/", Map.of(), 30, HostRoot.command(root, visible, hostsFile, shmMegabytes).toArray(new String[0]))
                    .orFail("giving " + name + " the root " + root);
            return;
        }
        // The new /tmp is put together aside, since it covers the old one as soon as it is in place.
        String script = """
                hostname "$1"; mount --bind "$2" /etc/hosts
                mount -t tmpfs -o size="$3"m,mode=1777 tmpfs /dev/shm
                shift 3
                tmp=/dev/shm/tmp
                mkdir $tmp && mount -t tmpfs -o size=2g,mode=1777 tmpfs $tmp
                for path in "$@"; do
                    case $path in /tmp/*) mkdir -p $tmp"${path#/tmp}" && mount --rbind "$path" $tmp"${path#/tmp}" ;; esac
                done
                mount --move $tmp /tmp && rmdir $tmp
                mkdir -p /tmp/work
                """;
        List<String> command = new ArrayList<>(List.of("sh", "-ec", script, "sh", name, hostsFile.toString(),
                Integer.toString(shmMegabytes)));
        visible.forEach(path -> command.add(path.toString()));
        exec("/", Map.of(), 30, command.toArray(new String[0])).orFail("setting up " + name);
    }

    /**
     * Runs a program on this host.
     *
     * @param directory working directory
     * @param environment added to ours
     * @param seconds after which it is killed
     * @param command program and arguments
     * @return how it ended
     */
    public Command.Result exec(String directory, Map<String, String> environment, int seconds, String... command) {
        return Command.run(holder.enter(directory, List.of(command)), environment, seconds);
    }

    /**
     * Starts a program on this host; it ends with the host at the latest.
     *
     * @param directory working directory
     * @param environment added to ours
     * @param log takes its output
     * @param command program and arguments
     * @return the running program
     */
    public Process start(String directory, Map<String, String> environment, Path log, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(holder.enter(directory, command)).redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command + " on " + name, e);
        }
    }

    /** Waits until somebody listens on a port, without connecting: some servers count connections. */
    void awaitPort(int port, Process server, String what) {
        String hexadecimal = String.format(":%04X ", port);
        for (int i = 0; i < 1000; i++) {
            for (String table : new String[] {"tcp", "tcp6"}) {
                try (Stream<String> sockets = Files.lines(Path.of("/proc/" + pid() + "/net/" + table))) {
                    if (sockets.anyMatch(line -> line.contains(hexadecimal) && line.contains(" 0A "))) {
                        return;
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            if (!server.isAlive()) {
                break;
            }
            Holder.sleep(20);
        }
        throw new IllegalStateException("nobody listens on port " + port + " of " + name + ": " + what);
    }

    @Override
    public void close() {
        holder.close();
    }
}
