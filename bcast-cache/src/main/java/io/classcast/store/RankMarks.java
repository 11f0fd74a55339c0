package io.classcast.store;

import io.classcast.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;

/**
 * Which ranks of which jobs have been taken on this node. A launcher lets one process be a rank, once: neither a second one beside it
 * nor one after it can connect. So a mark stays when its process is gone; nobody waits, and nothing has to be given back.
 *
 * <p>One file of all the user's jobs, which does not grow:
 * <pre>
 *   rank.lock   4096 rows of 64 bytes; the upper 12 bits of a key are its row
 *   row         8 keys of 8 bytes, big-endian, the newest first; 0 is none
 * </pre>
 * Keys name a job that will not come again, so old ones need no removal: the newer ones of the row push them out.
 */
public final class RankMarks {
    private static final String FILE = "rank.lock";
    private static final int ROW = 64;
    private static final int ROW_SHIFT = 52;
    /** Whoever has a row reads and writes 64 bytes; who is stopped meanwhile must not stop others for long. */
    private static final int PATIENCE_MILLIS = 500;

    private RankMarks() {
    }

    /**
     * Marks a rank, for the calling process.
     *
     * @param base where; the processes of a node must agree on it
     * @param key of job and rank, never used again
     * @return false where that rank was marked before
     * @throws IOException where the marks cannot be read or written
     */
    public static boolean mark(StoreBase base, long key) throws IOException {
        base.prepare();
        long at = (key >>> ROW_SHIFT) * ROW;
        long wanted = key == 0 ? 1 : key;
        try (FileChannel file = PrivateFiles.openBothWays(base.directory().resolve(FILE)); FileLock held = lock(file, at)) {
            if (held == null) {
                throw new IOException(FILE + " is held by another process for more than " + PATIENCE_MILLIS + " ms");
            }
            ByteBuffer row = ByteBuffer.allocate(ROW);
            while (row.hasRemaining() && file.read(row, at + row.position()) > 0) {
                // A file that ends here has no mark here.
            }
            for (int i = 0; i < ROW; i += Long.BYTES) {
                if (row.getLong(i) == wanted) {
                    return false;
                }
            }
            ByteBuffer newer = ByteBuffer.allocate(ROW).putLong(wanted);
            newer.put(row.array(), 0, ROW - Long.BYTES).flip();
            while (newer.hasRemaining()) {
                file.write(newer, at + newer.position());
            }
            return true;
        }
    }

    private static FileLock lock(FileChannel file, long at) throws IOException {
        for (int i = 0; i < PATIENCE_MILLIS; i++) {
            try {
                FileLock lock = file.tryLock(at, ROW, false);
                if (lock != null) {
                    return lock;
                }
            } catch (OverlappingFileLockException e) {
                // Another thread of this JVM; it will be done soon.
            }
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
        }
        return null;
    }
}
