package io.classcast.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The volume, mounted on one host. Its process is the host's, ends with it, and knows what it has asked of the bricks. */
final class GlusterMount implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;

    private final Host host;
    private final Path mount;
    private final Process client;

    /**
     * Mounts the volume.
     *
     * @param server of the volume
     * @param host that mounts it
     * @param mount empty directory
     * @param options of glusterfs(8)
     */
    GlusterMount(GlusterServer server, Host host, Path mount, List<String> options) {
        this.host = host;
        this.mount = mount;
        Path log = server.home().resolve("log/" + host.name() + ".mount.log");
        List<String> command = new ArrayList<>(List.of("glusterfs", "--no-daemon", "--pid-file=/run/gluster/" + host.name() + ".pid",
                "--log-file=" + log, "--log-level=WARNING", "--volfile-server=" + server.address(), "--volfile-id=" + GlusterServer.VOLUME));
        command.addAll(options);
        command.add(mount.toString());
        client = host.start("/", Map.of(), server.home().resolve(host.name() + ".mount.out"), command);
        for (int i = 0; i < PATIENCE_MILLIS / 5 && client.isAlive(); i++) {
            if (host.isMounted(mount)) {
                // It is mounted before it has found its bricks; the first request waits for them.
                host.exec("/", Map.of(), PATIENCE_MILLIS / 1000, "stat", mount.toString()).orFail("stat " + mount + " on " + host.name());
                return;
            }
            Holder.sleep(5);
        }
        throw new IllegalStateException("GlusterFS is not mounted on " + host.name() + ", see " + log);
    }

    /** Gives a host a /run/gluster of its own: the machine's is not touched, and other hosts have theirs. */
    static void prepare(Host host) {
        host.exec("/", Map.of(), 10, "sh", "-ec", "mount -t tmpfs tmpfs /run && mkdir /run/gluster").orFail("/run of " + host.name());
    }

    /** Its books: what went to the bricks, which lookups failed, and how many bytes it has given to the kernel. */
    GlusterProcess process() {
        // Of the translators that every volume has, utime is the one next to the bricks' that notes failures.
        return new GlusterProcess(host, host.root().resolve("run/gluster/" + host.name() + ".pid"), GlusterServer.VOLUME + "-client-[0-9]+",
                GlusterServer.VOLUME + "-utime");
    }

    @Override
    public void close() {
        host.exec("/", Map.of(), 30, "umount", mount.toString()).orFail("umount " + mount + " on " + host.name());
        try {
            client.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
