package io.classcast.classpath;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;

/**
 * A directory whose files are read relative to it (openat(2)); opened with the first, closed after the last of them. Any number of threads
 * read at once.
 */
final class OpenDirectory {
    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ);
    /** A larger read would cost a buffer of its size outside the heap, for each thread. */
    private static final int PIECE = 1 << 20;

    private final Path path;
    /** One file is not worth the opening. */
    private final boolean single;
    private int left;
    private DirectoryStream<Path> stream;

    /**
     * Not opened yet.
     *
     * @param path of the directory
     * @param files how many will be read
     */
    OpenDirectory(Path path, int files) {
        this.path = path;
        single = files == 1;
        left = files;
    }

    /**
     * Reads a file.
     *
     * @param file in this directory
     * @param size what it probably has, bytes
     * @return all its bytes
     * @throws IOException if it cannot be read
     */
    byte[] read(Path file, long size) throws IOException {
        if (single) {
            return Files.readAllBytes(file);
        }
        try {
            DirectoryStream<Path> directory = open();
            if (!(directory instanceof SecureDirectoryStream<Path> secure)) {
                return Files.readAllBytes(file);
            }
            try (SeekableByteChannel channel = secure.newByteChannel(file.getFileName(), READ)) {
                return all(channel, (int) Math.min(size, Integer.MAX_VALUE - 16));
            }
        } finally {
            done();
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

    private synchronized DirectoryStream<Path> open() throws IOException {
        if (stream == null) {
            stream = Files.newDirectoryStream(path);
        }
        return stream;
    }

    private synchronized void done() throws IOException {
        left--;
        if (left == 0) {
            close();
        }
    }

    /** For those whose files are not all read. */
    synchronized void close() throws IOException {
        if (stream != null) {
            stream.close();
        }
    }
}
