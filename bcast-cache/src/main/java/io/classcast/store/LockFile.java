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
 * A file of which each byte is a lock of a user's processes on this node. The kernel gives a lock back when its process ends, however it
 * ends. Open once in a process, as long as it has a lock in it or tries for one: whoever closes any descriptor of a file gives back all
 * that his process has locked in it (fcntl(2), Advisory record locking). Two threads of a process exclude each other as well. Safe for all
 * threads.
 */
final class LockFile implements AutoCloseable {
    private static final Map<Path, LockFile> OPEN = new HashMap<>();

    private final Path path;
    private FileChannel channel;
    private int users;

    private LockFile(Path path) {
        this.path = path;
    }

    /** For one user, who has to close it. */
    static LockFile open(Path path) throws IOException {
        synchronized (OPEN) {
            LockFile file = OPEN.get(path);
            if (file == null) {
                file = new LockFile(path);
            }
            // An interrupt closes it (InterruptibleChannel).
            if (file.channel == null || !file.channel.isOpen()) {
                file.channel = PrivateFiles.open(path);
            }
            OPEN.put(path, file);
            file.users++;
            return file;
        }
    }

    /**
     * Takes a lock, at once or not at all.
     *
     * @param number which byte; one below zero, or the last, is another one
     * @return null where somebody has it
     */
    FileLock tryLock(long number) throws IOException {
        FileChannel open;
        synchronized (OPEN) {
            open = channel;
        }
        try {
            return open.tryLock(Math.min(number & Long.MAX_VALUE, Long.MAX_VALUE - 1), 1, false);
        } catch (OverlappingFileLockException e) {
            // Another thread of this JVM has it.
            return null;
        }
    }

    /** Of one user; what he has locked he has released. */
    @Override
    public void close() throws IOException {
        synchronized (OPEN) {
            if (--users == 0) {
                OPEN.remove(path);
                channel.close();
            }
        }
    }
}
