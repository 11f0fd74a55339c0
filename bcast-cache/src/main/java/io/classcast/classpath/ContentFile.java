package io.classcast.classpath;

import io.classcast.PrivateFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;

/** One new file of content in the store: each byte is written once, counted and checksummed while it is in the cache. */
final class ContentFile implements Closeable {
    private final String name;
    private final FileChannel channel;
    private final CRC32 crc = new CRC32();
    private long length;
    private int checksum;

    private ContentFile(String name, FileChannel channel) {
        this.name = name;
        this.channel = channel;
    }

    /**
     * Creates the file; it must not exist yet.
     *
     * @param directory of the store
     * @param number of the content, unique in this scan
     * @param original whose file name the copy keeps, as far as it is plain ASCII
     */
    static ContentFile create(Path directory, int number, String original) throws IOException {
        String name = name(number, original);
        return new ContentFile(name, PrivateFiles.create(directory.resolve(name)));
    }

    private static String name(int number, String original) {
        StringBuilder name = new StringBuilder(64).append(100_000 + number).deleteCharAt(0).append('-');
        String file = original.endsWith("/") ? original.substring(0, original.length() - 1) : original;
        file = file.substring(file.lastIndexOf('/') + 1);
        int from = Math.max(0, file.length() - 80);
        for (int i = from; i < file.length(); i++) {
            char c = file.charAt(i);
            boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || ".-_+".indexOf(c) >= 0;
            name.append(plain ? c : '_');
        }
        return name.toString();
    }

    /** The bytes that follow those before: direct memory. */
    void write(ByteBuffer bytes) throws IOException {
        int count = bytes.remaining();
        crc.update(bytes.duplicate());
        writeAt(bytes, length);
        length += count;
        checksum = (int) crc.getValue();
    }

    /** The same from an array, through the {@link ThreadBuffer}. */
    void write(byte[] bytes, int from, int count) throws IOException {
        ByteBuffer buffer = ThreadBuffer.get(count);
        int end = from + count;
        int at = from;
        while (at < end) {
            int part = Math.min(buffer.capacity(), end - at);
            write(buffer.clear().put(bytes, at, part).flip());
            at += part;
        }
    }

    /** Bytes in the midst; {@link #complete} says when all are there. Any thread. */
    void writeAt(ByteBuffer bytes, long position) throws IOException {
        long at = position - bytes.position();
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes, at + bytes.position());
            }
        } catch (IOException e) {
            throw new IOException("its copy cannot be written: " + JarScanner.reason(e) + "; set the option store to a node-local directory with room", e);
        }
    }

    /** All bytes are written, in whatever order. */
    void complete(long bytes, int crc32) {
        length = bytes;
        checksum = crc32;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    String name() {
        return name;
    }

    long length() {
        return length;
    }

    int checksum() {
        return checksum;
    }

    RandomBytes bytes() {
        return new RandomBytes(channel, length);
    }

    /** Takes back a file that is not wanted after all. */
    static void delete(Path directory, String name) throws IOException {
        Files.deleteIfExists(directory.resolve(name));
    }
}
