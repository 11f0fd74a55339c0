package io.classcast.agent.loader;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.ZipException;

/**
 * A jar where it lies, for {@code mode=locations}: opened once by this rank, read at the places that the image gives. Not a
 * FileChannel, which an interrupt of the reading thread would close for all.
 */
final class OriginalFile implements Closeable {
    /** What is read beside the bytes that are wanted: header, name and extra field in most jars. */
    private static final int HEADER_GUESS = 512;
    private final RandomAccessFile file;
    private final long size;

    OriginalFile(String path, long expectedSize) throws IOException {
        file = new RandomAccessFile(path, "r");
        size = file.length();
        if (size != expectedSize) {
            file.close();
            throw new IOException(path + " has changed since rank 0 read it: " + size + " bytes, not " + expectedSize);
        }
    }

    /** The compressed bytes of the entry whose local header is at an offset; usually one read. */
    ByteBuffer read(long offset, int length) throws IOException {
        int guess = (int) Math.max(0, Math.min(size - offset, (long) length + HEADER_GUESS));
        ByteBuffer bytes = ByteBuffer.wrap(readAt(offset, guess)).order(ByteOrder.LITTLE_ENDIAN);
        if (guess < 30 || bytes.getInt(0) != 0x04034B50) {
            throw new ZipException("no local header at " + offset);
        }
        int header = 30 + (bytes.getShort(26) & 0xFFFF) + (bytes.getShort(28) & 0xFFFF);
        if (header + length <= guess) {
            return bytes.slice(header, length);
        }
        return ByteBuffer.wrap(readAt(offset + header, length));
    }

    private byte[] readAt(long offset, int length) throws IOException {
        byte[] bytes = new byte[length];
        synchronized (file) {
            file.seek(offset);
            file.readFully(bytes);
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
