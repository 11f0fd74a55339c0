package io.classcast.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * GlusterFS, a real distributed file system: a storage host with glusterd and one volume, mounted on every host of a cluster. A
 * host's counters are those of its mount's process, one layer above the wire; {@link #served} has the server's own.
 */
public final class GlusterFs implements SharedFileSystem {
    /** How the volume is set up; the diagnostics that count are on in both. */
    public enum Tuning {
        /**
         * For counts: nothing is cached, read ahead or left out between the kernel and the bricks, so that each request of the
         * kernel is one on the wire.
         */
        COUNTING("quick-read", "open-behind", "io-cache", "stat-prefetch", "read-ahead", "readdir-ahead", "nl-cache"),
        /** As GlusterFS ships it. */
        DEFAULTS;

        private final List<String> off;

        Tuning(String... off) {
            this.off = List.of(off);
        }

        /** Translators, {@code performance.NAME}, that are switched off. */
        List<String> off() {
            return off;
        }
    }

    /**
     * How long a host's kernel keeps what it was told, in seconds.
     *
     * @param attributes of files
     * @param entries names that are there
     * @param negative names that are not
     */
    public record Timeouts(int attributes, int entries, int negative) {
        /** As good as always. */
        public static final Timeouts LONG = new Timeouts(3600, 3600, 3600);
        /** What mount.glusterfs takes where nothing is said. */
        public static final Timeouts DEFAULTS = new Timeouts(1, 1, 0);
        /** Each time anew, like NFS noac. */
        public static final Timeouts NONE = new Timeouts(0, 0, 0);
    }

    /**
     * What a volume is like.
     *
     * @param bricks 1, or more over which files are distributed
     * @param tuning of its translators
     * @param delayMicros what delay-gen adds to each request on the bricks, microseconds; 0 for nothing
     * @param timeouts of the hosts' kernels
     */
    public record Setup(int bricks, Tuning tuning, int delayMicros, Timeouts timeouts) {
        /** For tests that count: one brick, no delay, names and attributes kept. */
        public static final Setup COUNTING = new Setup(1, Tuning.COUNTING, 0, Timeouts.LONG);
        /** One brick as GlusterFS ships it. */
        public static final Setup DEFAULTS = new Setup(1, Tuning.DEFAULTS, 0, Timeouts.DEFAULTS);

        /**
         * Checks the figures.
         *
         * @param bricks 1 or more
         * @param tuning of translators
         * @param delayMicros not negative
         * @param timeouts of the hosts' kernels
         */
        public Setup {
            if (bricks < 1 || delayMicros < 0) {
                throw new IllegalArgumentException("a volume has 1 brick or more and no negative delay: " + bricks + ", " + delayMicros);
            }
        }
    }

    private final Cluster cluster;
    private final Setup setup;
    private final GlusterServer server;
    private final Path source;
    private final Path mount;
    private final Map<String, GlusterMount> mounts = new HashMap<>();
    private final Map<String, GlusterProcess> clients = new HashMap<>();
    private final Map<String, GlusterBooks> atMount = new HashMap<>();
    private GlusterBooks servedAtMount;

    /**
     * Starts the storage host with an empty volume; hosts mount it by {@link #remount}.
     *
     * @param cluster whose hosts mount it
     * @param setup of the volume
     */
    public GlusterFs(Cluster cluster, Setup setup) {
        this.cluster = cluster;
        this.setup = setup;
        server = new GlusterServer(cluster, setup);
        mount = cluster.workspace().resolve("shared");
        Path within = server.home().resolve("source");
        // The harness' own mount is in the storage host, and is reached through its root: the machine itself mounts nothing.
        source = server.host().root().resolve(Path.of("/").relativize(within));
        try {
            Files.createDirectories(within);
            Files.createDirectories(mount);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a mount point", e);
        }
        mounts.put(server.host().name(), new GlusterMount(server, server.host(), within, List.of()));
        cluster.hosts().forEach(GlusterMount::prepare);
        servedAtMount = server.books();
    }

    /**
     * Where the harness writes: the volume's root, as the storage host mounts it, through the storage host's root directory. Use
     * it as it is: {@code toRealPath} of it leads out of there.
     */
    @Override
    public Path source() {
        return source;
    }

    @Override
    public Path mount() {
        return mount;
    }

    @Override
    public void remount() {
        Timeouts timeouts = setup.timeouts();
        for (Host host : cluster.hosts()) {
            unmount(host);
            GlusterMount mounted = new GlusterMount(server, host, mount, List.of("--read-only", "--attribute-timeout=" + timeouts.attributes(),
                    "--entry-timeout=" + timeouts.entries(), "--negative-timeout=" + timeouts.negative()));
            mounts.put(host.name(), mounted);
            clients.put(host.name(), mounted.process());
            atMount.put(host.name(), clients.get(host.name()).books());
        }
        servedAtMount = server.books();
    }

    private void unmount(Host host) {
        GlusterMount mounted = mounts.remove(host.name());
        if (mounted != null) {
            mounted.close();
        }
    }

    /**
     * What a host has asked the bricks for since the last {@link #remount}, by its mount's books. The bytes are those that the mount
     * has given to the kernel; with {@link Tuning#DEFAULTS} other bytes than those may have come over the wire.
     */
    @Override
    public Counters counters(Host host) {
        return books(host).counters();
    }

    /**
     * The same, with every kind of request.
     *
     * @param host of the cluster
     * @return the mount's books
     */
    public GlusterBooks books(Host host) {
        return clients.get(host.name()).books().since(atMount.get(host.name()));
    }

    /**
     * What the bricks were asked for since the last {@link #remount}, by all hosts and by the harness, by the server's books
     * ({@code gluster volume profile}).
     *
     * @return the server's books
     */
    public GlusterBooks served() {
        return server.books().since(servedAtMount);
    }

    @Override
    public void close() {
        try {
            cluster.hosts().forEach(this::unmount);
        } finally {
            server.close();
        }
    }
}
