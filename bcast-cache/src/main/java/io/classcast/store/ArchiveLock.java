package io.classcast.store;

import io.classcast.classpath.ClassPath;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.List;

/** Locks by name of those who write class archives on this node: one byte each of one file that stays. */
public final class ArchiveLock implements AutoCloseable {
    /** Name of the file in the directory of the stores. */
    static final String FILE = "archive.lock";

    private final LockFile file;
    private final FileLock lock;

    private ArchiveLock(LockFile file, FileLock lock) {
        this.file = file;
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
        LockFile file = LockFile.open(directory.resolve(FILE));
        boolean taken = false;
        try {
            FileLock lock = file.tryLock(ClassPath.fingerprint(List.of(name)) >>> 2);
            taken = lock != null;
            return taken ? new ArchiveLock(file, lock) : null;
        } finally {
            if (!taken) {
                file.close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            lock.release();
        } finally {
            file.close();
        }
    }
}
