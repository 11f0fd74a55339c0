package io.classcast.store;

import io.classcast.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Locks by name of those who write class archives on this node: one byte each of one file that stays. The kernel gives a lock back when
 * its process ends, however it ends. Each process has the file open once, to its end: whoever closes it gives back all that the process
 * has locked in it (fcntl(2), Advisory record locking). Safe for all threads; two of one process exclude each other as well.
 */
public final class ArchiveLock implements AutoCloseable {
    /** Name of the file in the directory of the stores. */
    static final String FILE = "archive.lock";
    private static final Map<Path, FileChannel> OPEN = new HashMap<>();

    private final FileLock lock;

    private ArchiveLock(FileLock lock) {
        this.lock = lock;
    }

    /**
     * Takes a lock, at once or not at all: its holder may be stopped, or busy for minutes.
     *
     * @param directory of the stores, this user's own
     * @param name what is locked
     * @return null where somebody has it
     * @throws IOException where the file cannot be used
     */
    static ArchiveLock tryTake(Path directory, String name) throws IOException {
        long number = 0xCBF29CE484222325L;
        for (int i = 0; i < name.length(); i++) {
            number = (number ^ name.charAt(i)) * 0x100000001B3L;
        }
        try {
            FileLock lock = channel(directory).tryLock(number >>> 2, 1, false);
            return lock == null ? null : new ArchiveLock(lock);
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static FileChannel channel(Path directory) throws IOException {
        synchronized (OPEN) {
            FileChannel channel = OPEN.get(directory);
            // An interrupt closes it (InterruptibleChannel).
            if (channel == null || !channel.isOpen()) {
                channel = PrivateFiles.open(directory.resolve(FILE));
                OPEN.put(directory, channel);
            }
            return channel;
        }
    }

    @Override
    public void close() throws IOException {
        lock.release();
    }
}
