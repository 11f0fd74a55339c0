package io.classcast.store;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Path;

/**
 * One of very many locks of a user's processes on this node, by number: one byte of one file. The kernel gives it back when the
 * process ends, however it ends; for one that is stopped, or hangs, nobody waits longer than it gives signs of life.
 */
public final class NodeLock implements AutoCloseable {
    private static final String FILE = "none.lock";
    private static final int SHORTEST_MILLIS = 1;
    private static final int LONGEST_MILLIS = 20;

    private final LockFile file;
    private final FileLock lock;

    private NodeLock(LockFile file, FileLock lock) {
        this.file = file;
        this.lock = lock;
    }

    /**
     * Waits for a lock.
     *
     * @param base where
     * @param turn through which the holder gives signs of life
     * @param generation how many locks were given up before this one
     * @param silenceMillis how long without one at most
     * @param longestMillis how long in all at most
     * @return the lock, or null where others held it for all that time
     * @throws IOException where the file cannot be used
     */
    public static NodeLock take(StoreBase base, LockTurn turn, long generation, long silenceMillis, long longestMillis)
            throws IOException {
        base.prepare();
        LockFile file = LockFile.open(base.directory().resolve(FILE));
        boolean taken = false;
        long begun = System.nanoTime();
        long heard = begun;
        LockTurn.State said = null;
        int pause = SHORTEST_MILLIS;
        try {
            while (true) {
                FileLock lock = file.tryLock(turn.lock(generation) >>> 1);
                if (lock != null) {
                    taken = true;
                    return new NodeLock(file, lock);
                }
                long now = System.nanoTime();
                LockTurn.State says = pause < LONGEST_MILLIS ? said : turn.read();
                if (says != null && says.generation() > generation) {
                    // Another one has given this lock up: the next is free, or its holder at work.
                    break;
                }
                if (says != null && !says.isLike(said)) {
                    said = says;
                    heard = now;
                }
                if (now - heard > silenceMillis * 1_000_000 || now - begun > longestMillis * 1_000_000) {
                    break;
                }
                Thread.sleep(pause);
                pause = Math.min(LONGEST_MILLIS, pause * 2);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (!taken) {
                file.close();
            }
        }
        return null;
    }

    /** Whether somebody has a lock at this moment. */
    static boolean isHeld(Path directory, long number) throws IOException {
        try (LockFile file = LockFile.open(directory.resolve(FILE)); FileLock lock = file.tryLock(number >>> 1)) {
            return lock == null;
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
