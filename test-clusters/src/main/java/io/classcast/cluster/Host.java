package io.classcast.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

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

    /** Mounts and names; {@code workspace} stays visible even where it lies below /tmp. */
    void setUp(Path workspace, Path hostsFile, int shmMegabytes) {
        String script = """
                hostname %1$s
                mount --bind '%2$s' /mnt
                mount -t tmpfs -o size=2g,mode=1777 tmpfs /tmp
                mount -t tmpfs -o size=%4$dm,mode=1777 tmpfs /dev/shm
                mkdir -p '%2$s'
                mountpoint -q '%2$s' || mount --bind /mnt '%2$s'
                umount /mnt
                mount --bind '%3$s' /etc/hosts
                mkdir -p /tmp/work
                """.formatted(name, workspace, hostsFile, shmMegabytes);
        exec("/", Map.of(), 30, "sh", "-ec", script).orFail("setting up " + name);
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

    @Override
    public void close() {
        holder.close();
    }
}
