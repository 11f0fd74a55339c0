package io.classcast.store;

import io.classcast.OwnProcess;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A file beside a class archive that is not complete yet. It is locked as long as its writer lives: one that is not belongs to the dead,
 * and whoever comes along removes it. One thread.
 */
public final class ArchivePart implements Closeable {
    /** In the name of such a file, behind that of the archive. */
    static final String MARK = ".part-";

    private final Path file;
    private final ArchiveLock lock;

    private ArchivePart(Path file, ArchiveLock lock) {
        this.file = file;
        this.lock = lock;
    }

    /** Begins one that nobody else has, nor had: a child of a process that was killed may still be writing. */
    static ArchivePart begin(Path archive, String what) throws IOException {
        Path file = archive.resolveSibling(archive.getFileName() + MARK + what + '-' + OwnProcess.pid() + '-' + Long.toHexString(System.nanoTime()));
        ArchiveLock lock = ArchiveLock.tryTake(file.getParent(), file.getFileName().toString());
        if (lock == null) {
            throw new IOException("another thread writes " + file);
        }
        return new ArchivePart(file, lock);
    }

    /** Removes one whose writer is gone; returns whether it has. */
    static boolean removeAbandoned(Path file) throws IOException {
        try (ArchiveLock lock = ArchiveLock.tryTake(file.getParent(), file.getFileName().toString())) {
            return lock != null && file.toFile().delete();
        }
    }

    /**
     * Where it is written.
     *
     * @return absolute path; there is no file yet
     */
    public Path file() {
        return file;
    }

    /** Removes it, unless it has got another name; never throws, the next who comes along removes what is left. */
    @Override
    public void close() {
        file.toFile().delete();
        try {
            lock.close();
        } catch (IOException e) {
            // The kernel does it at the end of the process.
        }
    }
}
