package io.classcast.cluster;

import java.nio.file.Path;

/** A file system that all hosts of a cluster mount at the same path, and that counts what each host asks of it. Not thread-safe. */
public interface SharedFileSystem extends AutoCloseable {
    /**
     * Where the harness writes files, before a job runs.
     *
     * @return directory; its path means something in the harness only
     */
    Path source();

    /**
     * Where every host sees them; hosts cannot write.
     *
     * @return mount point
     */
    Path mount();

    /** Mounts afresh on every host, with cold caches and zeroed counters. */
    void remount();

    /** The same, where no operation takes longer than it must until the next {@link #remount}: for what nobody measures. */
    default void remountWithoutCosts() {
        remount();
    }

    /**
     * What a host has asked for since the last {@link #remount}.
     *
     * @param host of the cluster
     * @return counters
     */
    Counters counters(Host host);

    /** Unmounts it on every host, and ends its servers. The end of the cluster does so as well. */
    @Override
    void close();
}
