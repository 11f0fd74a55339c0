package io.classcast.store;

import io.classcast.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A JVM's share in a store: a shared lock on the store's lease file. The kernel drops it when the process ends, however it
 * ends; whoever can lock the file exclusively knows that nobody uses the store any more.
 */
public final class Lease {
    static final String FILE = "lease";
    private final FileChannel channel;
    private FileLock shared;

    private Lease(FileChannel channel, FileLock shared) {
        this.channel = channel;
        this.shared = shared;
    }

    static Lease take(Path store, boolean create) throws IOException {
        FileChannel channel = create
                ? PrivateFiles.create(store.resolve(FILE))
                : FileChannel.open(store.resolve(FILE), StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            return new Lease(channel, channel.lock(0, Long.MAX_VALUE, true));
        } catch (OverlappingFileLockException e) {
            // This JVM has a share already; the kernel counts it once.
            return new Lease(channel, null);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Gives the share back.
     *
     * @return true where it was the last one; the store is then locked against newcomers until {@link #close}
     * @throws IOException where the lock file cannot be used
     */
    public synchronized boolean release() throws IOException {
        if (shared == null) {
            return false;
        }
        shared.release();
        shared = null;
        return channel.tryLock() != null;
    }

    /**
     * Closes the lock file, and with it every lock that this JVM holds on it.
     *
     * @throws IOException where that fails
     */
    public synchronized void close() throws IOException {
        channel.close();
    }

    /** Whether nobody holds a share in a store. */
    static boolean isAbandoned(Path store) throws IOException {
        try (FileChannel channel = FileChannel.open(store.resolve(FILE), StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            return channel.tryLock() != null;
        }
    }
}
