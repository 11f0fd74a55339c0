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
    /** A lease under this name is not looked at yet. */
    private static final String UNFINISHED = "lease.new";
    /** How often a share is asked for: who looks whether a store is in use locks its lease for a moment. */
    private static final int ATTEMPTS = 10;
    private static final int PAUSE_MILLIS = 5;

    private final FileChannel channel;
    private FileLock shared;

    private Lease(FileChannel channel, FileLock shared) {
        this.channel = channel;
        this.shared = shared;
    }

    /** The first lease of a store: its file is there when it is locked, so nobody finds it without an owner. */
    static Lease create(Path store) throws IOException {
        Path file = store.resolve(UNFINISHED);
        FileChannel channel = PrivateFiles.create(file);
        try {
            FileLock shared = channel.tryLock(0, Long.MAX_VALUE, true);
            if (shared == null || !file.toFile().renameTo(store.resolve(FILE).toFile())) {
                throw new IOException("cannot lock " + file);
            }
            return new Lease(channel, shared);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** One more. Waits for nobody: whoever locks a lease for longer than a moment is about to remove the store, or was stopped. */
    static Lease join(Path store) throws IOException {
        FileChannel channel = FileChannel.open(store.resolve(FILE), StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean taken = false;
        try {
            for (int i = 0; i < ATTEMPTS; i++) {
                FileLock shared = channel.tryLock(0, Long.MAX_VALUE, true);
                if (shared != null) {
                    taken = true;
                    return new Lease(channel, shared);
                }
                Thread.sleep(PAUSE_MILLIS);
            }
            throw new IOException("its last user is removing it");
        } catch (OverlappingFileLockException e) {
            // This JVM has a share already; the kernel counts it once.
            taken = true;
            return new Lease(channel, null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted");
        } finally {
            if (!taken) {
                channel.close();
            }
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
