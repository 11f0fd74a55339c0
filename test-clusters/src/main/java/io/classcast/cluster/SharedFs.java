package io.classcast.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The shared file system that injects costs: sharedfs, mounted on every host of a cluster; each mount has its own caches and books. */
public final class SharedFs implements SharedFileSystem {
    /**
     * What the file system costs.
     *
     * @param rttMicros round trip of each request
     * @param metadataMicros service time of a metadata operation, one at a time for all hosts
     * @param bandwidthMib what the server sends, MiB/s; 0 without limit
     * @param timeoutSeconds how long names and attributes are cached; 0 like NFS noac
     */
    public record Costs(int rttMicros, int metadataMicros, int bandwidthMib, int timeoutSeconds) {
        /** No injected cost, names and attributes cached: for tests that count. */
        public static final Costs NONE = new Costs(0, 0, 0, 3600);
    }

    private final Cluster cluster;
    private final Costs costs;
    private final Path source;
    private final Path mount;
    private final Map<String, Process> servers = new HashMap<>();
    private final Map<String, List<String>> faults = new HashMap<>();
    private boolean traced;
    private boolean direct;

    /**
     * Prepares a shared file system; it is mounted by {@link #remount}.
     *
     * @param cluster whose hosts mount it
     * @param costs of its operations
     */
    public SharedFs(Cluster cluster, Costs costs) {
        this.cluster = cluster;
        this.costs = costs;
        source = cluster.workspace().resolve("shared-source");
        mount = cluster.workspace().resolve("shared");
        try {
            Files.createDirectories(source);
            Files.createDirectories(mount);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the files really are: a directory on the machine's own disk. What an earlier run has written is still there. */
    @Override
    public Path source() {
        return source;
    }

    @Override
    public Path mount() {
        return mount;
    }

    /**
     * Makes operations of a host fail or hang, from the next {@link #remount} on.
     *
     * @param host of the cluster
     * @param options {@code --fail OP:N:ERRNO:SUFFIX} and {@code --hang OP:N:SECONDS:SUFFIX} of sharedfs; none: all is well again
     */
    public void inject(Host host, String... options) {
        faults.put(host.name(), List.of(options));
    }

    /**
     * Whether operations are recorded with their times, from the next {@link #remount} on.
     *
     * @param on true to record
     */
    public void trace(boolean on) {
        traced = on;
    }

    /**
     * Whether every read of a program reaches the file system, from the next {@link #remount} on, as with {@code O_DIRECT}. Otherwise Linux
     * keeps pages, and rarely reads some of them twice where several threads read one file (seen with Linux 6.18).
     *
     * @param on true to read past the page cache
     */
    public void direct(boolean on) {
        direct = on;
    }

    @Override
    public void remount() {
        remount(costs);
    }

    @Override
    public void remountWithoutCosts() {
        remount(Costs.NONE);
    }

    private void remount(Costs now) {
        for (Host host : cluster.hosts()) {
            unmount(host);
            try {
                Files.deleteIfExists(file(host, "counters"));
                Files.deleteIfExists(file(host, "log"));
                Files.deleteIfExists(file(host, "trace"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            servers.put(host.name(), mount(host, now));
        }
    }

    private void unmount(Host host) {
        Process server = servers.remove(host.name());
        if (server == null) {
            return;
        }
        host.exec("/", Map.of(), 30, "umount", mount.toString()).orFail("umount on " + host.name());
        try {
            server.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Process mount(Host host, Costs now) {
        List<String> command = new ArrayList<>(List.of(Machine.home().resolve("target/sharedfs").toString(),
                source.toString(), mount.toString(), "--server", cluster.workspace().resolve("server").toString(),
                "--counters", file(host, "counters").toString(), "--log", file(host, "log").toString(),
                "--rtt-us", Integer.toString(now.rttMicros()), "--meta-us", Integer.toString(now.metadataMicros()),
                "--bandwidth-mib", Integer.toString(now.bandwidthMib()), "--timeout",
                Integer.toString(now.timeoutSeconds())));
        command.addAll(faults.getOrDefault(host.name(), List.of()));
        if (traced) {
            command.addAll(List.of("--trace", file(host, "trace").toString()));
        }
        if (direct) {
            command.add("--direct");
        }
        Process server = host.start("/", Map.of(), cluster.workspace().resolve(host.name() + ".sharedfs.log"), command);
        for (int i = 0; i < 500; i++) {
            if (host.isMounted(mount)) {
                return server;
            }
            if (!server.isAlive()) {
                break;
            }
            Holder.sleep(10);
        }
        throw new IllegalStateException("sharedfs does not run on " + host.name() + ", see "
                + cluster.workspace().resolve(host.name() + ".sharedfs.log"));
    }

    private Path file(Host host, String kind) {
        return cluster.workspace().resolve(host.name() + "." + kind);
    }

    @Override
    public Counters counters(Host host) {
        return Counters.read(file(host, "counters"));
    }

    /**
     * Every operation of a host since the last {@link #remount}.
     *
     * @param host of the cluster
     * @return lines {@code operation path result}, paths as in {@link #source}
     */
    public List<String> log(Host host) {
        try {
            return Files.readAllLines(file(host, "log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Every operation of a host since the last {@link #remount}, with its time; wants {@link #trace}.
     *
     * @param host of the cluster
     * @return lines {@code microsecond took thread operation result offset path} as they ended; the clock is that of {@link System#nanoTime}
     */
    public List<String> traceOf(Host host) {
        try {
            return Files.readAllLines(file(host, "trace"));
        } catch (IOException e) {
            throw new UncheckedIOException("no trace of " + host.name(), e);
        }
    }

    /**
     * What serving a host has cost the machine since the last {@link #remount}.
     *
     * @param host of the cluster
     * @return seconds of processor time
     */
    public double cpuSeconds(Host host) {
        return servers.get(host.name()).descendants().map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .mapToDouble(time -> time.toNanos() / 1e9).sum();
    }

    @Override
    public void close() {
        cluster.hosts().forEach(this::unmount);
    }
}
