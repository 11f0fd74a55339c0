package io.classcast.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Hosts on one bridge. The bridge is in a network namespace of its own, so the machine's network is left alone. */
public final class Cluster implements AutoCloseable {
    private static final int FIRST_SERVER = 199;
    private static final String LOGIN = "10.77.0.254";

    private final Path workspace;
    private final FileChannel lock;
    private final Holder bridge;
    private final Path hostsFile;
    private final List<Path> visible;
    private final int shmMegabytes;
    private final Path root;
    private final List<Host> hosts = new ArrayList<>();
    private final List<Host> servers = new ArrayList<>();

    /**
     * Makes a cluster.
     *
     * @param workspace directory that all hosts see at the same path; one cluster at a time uses it
     * @param count number of hosts
     * @param shmMegabytes size of each host's /dev/shm
     */
    public Cluster(Path workspace, int count, int shmMegabytes) {
        this(workspace, count, shmMegabytes, null);
    }

    /**
     * Makes a cluster whose hosts, and the login node, have the root of another Debian.
     *
     * @param workspace directory that all hosts see at the same path; one cluster at a time uses it
     * @param count number of hosts
     * @param shmMegabytes size of each host's /dev/shm
     * @param root a directory that stays as it is; null for the machine's own root
     */
    public Cluster(Path workspace, int count, int shmMegabytes, Path root) {
        Machine.requireRoot();
        this.root = root;
        this.workspace = workspace;
        this.shmMegabytes = shmMegabytes;
        lock = lock(workspace);
        bridge = new Holder();
        boolean complete = false;
        try {
            hostsFile = writeHosts(count);
            visible = new ArrayList<>(Machine.directories());
            visible.add(workspace);
            in(bridge.pid(), "ip link add br0 type bridge && ip link set br0 up && ip addr add " + LOGIN + "/24 dev br0 && ip link set lo up");
            if (root != null) {
                login(Path.of("/"), Map.of(), 30, HostRoot.command(root, visible, hostsFile, shmMegabytes)).orFail("giving the login node the root " + root);
            }
            for (int i = 0; i < count; i++) {
                join("node" + i, i, hosts);
            }
            complete = true;
        } finally {
            if (!complete) {
                close();
            }
        }
    }

    /** Makes a host and connects it; it is in the list, and so is closed, before anything can fail. */
    private Host join(String name, int number, List<Host> list) {
        Host host = new Host(name);
        list.add(host);
        host.setUp(root, visible, hostsFile, shmMegabytes);
        in(bridge.pid(), "ip link add v%1$d type veth peer name eth0 netns %2$d && ip link set v%1$d master br0 up"
                .formatted(number, host.pid()));
        in(host.pid(), "ip addr add 10.77.0.%d/24 dev eth0 && ip link set eth0 up && ip link set lo up".formatted(number + 1));
        return host;
    }

    /**
     * Makes a host for servers: on the same bridge, visible to all, and no host of jobs. It ends with the cluster.
     *
     * @param name of the host
     * @return not one of {@link #hosts}
     */
    Host server(String name) {
        if (servers.stream().anyMatch(server -> server.name().equals(name))) {
            throw new IllegalStateException("this cluster has a host " + name + " already");
        }
        return join(name, FIRST_SERVER + servers.size(), servers);
    }

    /** Two clusters in one workspace would count into the same files. The lock ends with the process that holds it. */
    private static FileChannel lock(Path workspace) {
        try {
            Files.createDirectories(workspace);
            FileChannel channel = FileChannel.open(workspace.resolve("lock"), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                throw new IllegalStateException("another process has a cluster in " + workspace + "; wait for its end");
            }
            return channel;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lock " + workspace, e);
        }
    }

    private Path writeHosts(int count) {
        StringBuilder text = new StringBuilder("127.0.0.1 localhost\n");
        for (int i = 0; i < count; i++) {
            text.append("10.77.0.").append(i + 1).append(" node").append(i).append('\n');
        }
        try {
            return Files.writeString(workspace.resolve("hosts"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void in(long pid, String script) {
        Command.run(List.of("nsenter", "-t", Long.toString(pid), "-n", "sh", "-c", script), Map.of(), 30)
                .orFail("setting up the network");
    }

    /**
     * Runs a program on the login node: the machine itself, with the cluster's network instead of its own, and with the hosts' root
     * where they have one. Its processes are the machine's. Launchers that start their ranks through a remote shell run here.
     *
     * @param directory working directory
     * @param environment added to ours
     * @param seconds after which it is killed
     * @param command program and arguments
     * @return how it ended
     */
    public Command.Result login(Path directory, Map<String, String> environment, int seconds, List<String> command) {
        List<String> whole = new ArrayList<>(List.of("nsenter", "-t", Long.toString(bridge.pid()), "-n"));
        if (root != null) {
            whole.add("-m");
        }
        whole.addAll(List.of("--", "sh", "-c", "cd \"$1\" && shift && exec \"$@\"", "sh", directory.toString()));
        whole.addAll(command);
        return Command.run(whole, environment, seconds);
    }

    /**
     * Limits what every host's link carries, in both directions (tc-tbf(8)).
     *
     * @param rate as tc writes it, such as {@code 1gbit}
     */
    public void shape(String rate) {
        String limit = "tc qdisc replace dev %s root tbf rate " + rate + " burst 256k latency 50ms";
        for (int i = 0; i < hosts.size(); i++) {
            in(hosts.get(i).pid(), limit.formatted("eth0"));
            in(bridge.pid(), limit.formatted("v" + i));
        }
    }

    /**
     * A host's address.
     *
     * @param host one of the hosts, or a server
     * @return IPv4
     */
    public String address(Host host) {
        int number = servers.contains(host) ? FIRST_SERVER + servers.indexOf(host) : hosts.indexOf(host);
        return "10.77.0." + (number + 1);
    }

    /** The login node's address. */
    String loginAddress() {
        return LOGIN;
    }

    /**
     * The hosts.
     *
     * @return in order; node0 first
     */
    public List<Host> hosts() {
        return hosts;
    }

    /** The hosts, and the servers after them. */
    Stream<Host> all() {
        return Stream.concat(hosts.stream(), servers.stream());
    }

    /**
     * The directory that all hosts see.
     *
     * @return absolute path
     */
    public Path workspace() {
        return workspace;
    }

    @Override
    public void close() {
        all().forEach(Host::close);
        bridge.close();
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unlock " + workspace, e);
        }
    }
}
