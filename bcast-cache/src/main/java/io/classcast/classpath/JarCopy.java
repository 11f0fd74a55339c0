package io.classcast.classpath;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.zip.CRC32;

/**
 * Copies a jar to the store, each byte read once. A large one is read at several places at once: a file system that makes one reader
 * wait for a round trip after each request serves others meanwhile, and the largest jar of a class path is otherwise what all ranks
 * wait for in the end.
 */
final class JarCopy implements Runnable {
    /** Bytes from which on a jar is read in parts. */
    private static final long LARGE = 8 << 20;
    private static final int PART = 2 << 20;
    private static final int HELPERS = 7;

    private final FileChannel original;
    private final ContentFile content;
    private final long size;
    /** CRC-32 of each part. */
    private final int[] checksums;
    private int begun;
    private int inWork;
    private boolean truncated;
    private Throwable failure;

    private JarCopy(FileChannel original, ContentFile content, long size) {
        this.original = original;
        this.content = content;
        this.size = size;
        checksums = new int[(int) ((size + PART - 1) / PART)];
    }

    /** Whether helpers are of use. */
    static boolean isLarge(long size) {
        return size >= LARGE;
    }

    /**
     * Copies.
     *
     * @param original open for reading, at its beginning
     * @param content empty
     * @param expected bytes of the jar
     * @param helpers run parts of the work, at once, later or never; null without
     * @return false where the file is not as long any more, or longer
     * @throws IOException where it cannot be read, or the copy not written
     */
    static boolean copy(FileChannel original, ContentFile content, long expected, Executor helpers) throws IOException {
        if (original.size() != expected) {
            return false;
        }
        if (helpers != null && isLarge(expected)) {
            return new JarCopy(original, content, expected).inParts(helpers);
        }
        ByteBuffer buffer = ThreadBuffer.get(expected);
        long left = expected;
        while (left > 0) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), left));
            int got = original.read(buffer);
            if (got < 0) {
                return false;
            }
            left -= got;
            content.write(buffer.flip());
        }
        return true;
    }

    private boolean inParts(Executor helpers) throws IOException {
        try {
            for (int i = 0; i < Math.min(HELPERS, checksums.length / 2); i++) {
                helpers.execute(this);
            }
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // The scan has ended, or no more threads are allowed: those that are there do it.
        }
        work(ThreadBuffer.get(size));
        awaitHelpers();
        if (failure instanceof IOException e) {
            throw e;
        } else if (failure instanceof Error e) {
            throw e;
        } else if (failure != null) {
            throw (RuntimeException) failure;
        }
        if (truncated) {
            return false;
        }
        int checksum = 0;
        for (int part = 0; part < checksums.length; part++) {
            checksum = CombinedChecksum.of(checksum, checksums[part], length(part));
        }
        content.complete(size, checksum);
        return true;
    }

    /** Even if interrupted: whoever takes the store back must be the last to write into it. */
    private synchronized void awaitHelpers() {
        boolean interrupted = false;
        while (inWork > 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A helper's turn; nothing is left to do if it comes late. */
    @Override
    public void run() {
        if (!hasMore()) {
            return;
        }
        ByteBuffer buffer;
        try {
            buffer = ThreadBuffer.get(size);
        } catch (OutOfMemoryError e) {
            // The others do it.
            return;
        }
        work(buffer);
    }

    private void work(ByteBuffer buffer) {
        CRC32 crc = new CRC32();
        for (int part = begin(); part >= 0; part = begin()) {
            boolean whole = false;
            Throwable thrown = null;
            try {
                crc.reset();
                whole = copy(part, buffer, crc);
                checksums[part] = (int) crc.getValue();
            } catch (IOException | RuntimeException | Error e) {
                thrown = e;
            }
            end(whole, thrown);
        }
    }

    private synchronized boolean hasMore() {
        return begun < checksums.length && !truncated && failure == null;
    }

    private synchronized int begin() {
        if (!hasMore()) {
            return -1;
        }
        inWork++;
        return begun++;
    }

    private synchronized void end(boolean whole, Throwable thrown) {
        inWork--;
        truncated |= !whole;
        failure = failure == null ? thrown : failure;
        notifyAll();
    }

    private boolean copy(int part, ByteBuffer buffer, CRC32 crc) throws IOException {
        long at = (long) part * PART;
        long end = at + length(part);
        while (at < end) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
            int got = original.read(buffer, at);
            if (got < 0) {
                return false;
            }
            crc.update(buffer.flip());
            content.writeAt(buffer.flip(), at);
            at += got;
        }
        return true;
    }

    private long length(int part) {
        return Math.min(PART, size - (long) part * PART);
    }

    /** Whether the file was written to since. One that was replaced or removed meanwhile is not: the old one is still whole. */
    static boolean hasChanged(EntryFile file, BasicFileAttributes before) {
        try {
            BasicFileAttributes now = file.attributes();
            return before.fileKey().equals(now.fileKey())
                    && (now.size() != before.size() || !now.lastModifiedTime().equals(before.lastModifiedTime()));
        } catch (IOException e) {
            return false;
        }
    }
}
