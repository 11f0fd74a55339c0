package io.classcast.classpath;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import java.util.concurrent.Callable;

/** Reads one file of a directory, on a reader's thread. */
final class FileReading implements Callable<byte[]> {
    private static final int LEAST_GROWTH = 1 << 20;
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 16;

    private final DirectoryListing.Item file;
    private OpenDirectory directory;

    /**
     * A file that will be read.
     *
     * @param file a regular one
     * @param directory that it is in; used until the file is open, or {@link #forget}
     */
    FileReading(DirectoryListing.Item file, OpenDirectory directory) {
        this.file = file;
        this.directory = directory.use();
    }

    DirectoryListing.Item file() {
        return file;
    }

    /**
     * Reads the file.
     *
     * @return null where the bytes have to stay at the original: no permission, gone since it was listed, an error of the file system
     */
    @Override
    public byte[] call() {
        try (SeekableByteChannel channel = open()) {
            return all(channel, file.size());
        } catch (IOException e) {
            // Plain Java would meet the same error when the name is used, and only then: so will the rank.
            return null;
        }
    }

    private SeekableByteChannel open() throws IOException {
        try {
            return directory.read(file.path().getFileName());
        } finally {
            forget();
        }
    }

    /** Whoever will not read it must say so. */
    synchronized void forget() {
        if (directory != null) {
            directory.release();
            directory = null;
        }
    }

    private static byte[] all(SeekableByteChannel channel, long size) throws IOException {
        // One more: a file that has not grown ends with a read that is short, and no further request.
        byte[] bytes = new byte[(int) Math.min(size, LARGEST_ARRAY - 1) + 1];
        ByteBuffer buffer = ThreadBuffer.get(bytes.length);
        int length = 0;
        while (true) {
            if (length == bytes.length) {
                // It has grown since it was listed.
                bytes = Arrays.copyOf(bytes, Math.max(LEAST_GROWTH, 2 * length));
            }
            int wanted = Math.min(buffer.capacity(), bytes.length - length);
            int got = channel.read(buffer.clear().limit(wanted));
            buffer.flip().get(bytes, length, Math.max(got, 0));
            length += Math.max(got, 0);
            if (got < 0 || got < wanted && length == size) {
                return Arrays.copyOf(bytes, length);
            }
        }
    }
}
