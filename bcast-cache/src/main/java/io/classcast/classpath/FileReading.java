package io.classcast.classpath;

import io.classcast.DirectoryHandles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.concurrent.Callable;

/** Reads one file of a directory, on a reader's thread. */
record FileReading(DirectoryListing.Item file, DirectoryHandles directories) implements Callable<byte[]> {
    /** A larger read would cost a buffer of its size outside the heap, for each thread. */
    private static final int PIECE = 1 << 20;
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 16;

    /**
     * Reads the file.
     *
     * @return null where the bytes have to stay at the original: no regular file, no permission, gone since it was listed
     */
    @Override
    public byte[] call() throws IOException {
        if (!file.isRegular()) {
            return null;
        }
        try (SeekableByteChannel channel = directories.read(file.path())) {
            return all(channel, (int) Math.min(file.size(), LARGEST_ARRAY - 1));
        } catch (AccessDeniedException | NoSuchFileException e) {
            // Plain Java would meet the same error when the name is used, and only then: so will the rank.
            return null;
        }
    }

    private static byte[] all(SeekableByteChannel channel, int size) throws IOException {
        // One more: the end is seen without another buffer.
        byte[] bytes = new byte[size + 1];
        int length = 0;
        while (true) {
            if (length == bytes.length) {
                // It has grown since it was listed.
                bytes = Arrays.copyOf(bytes, Math.max(PIECE, 2 * length));
            }
            int got = channel.read(ByteBuffer.wrap(bytes, length, Math.min(PIECE, bytes.length - length)));
            if (got < 0) {
                return Arrays.copyOf(bytes, length);
            }
            length += got;
        }
    }
}
