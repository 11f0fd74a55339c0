package io.classcast.job;

import io.classcast.image.Image;
import io.classcast.image.ImageEntry;
import io.classcast.mpi.ChunkedBroadcast;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The content files of an image as one stream, in class-path order: read on rank 0, written on the leaders of the other
 * nodes. Written, not mapped, so that a full file system is an error and not a SIGBUS.
 */
final class ContentStream implements ChunkedBroadcast.Source, ChunkedBroadcast.Sink, Closeable {
    private final Path directory;
    private final List<ImageEntry> files = new ArrayList<>();
    private final boolean writing;
    private int next;
    private FileChannel channel;
    private long left;

    ContentStream(Path directory, Image image, boolean writing) {
        this.directory = directory;
        this.writing = writing;
        for (int e = 0; e < image.entryCount(); e++) {
            ImageEntry entry = image.entry(e);
            if (entry.content() >= 0) {
                files.add(entry);
            }
        }
    }

    @Override
    public void read(ByteBuffer target) throws IOException {
        while (target.hasRemaining()) {
            advance();
            int limit = target.limit();
            target.limit((int) Math.min(limit, target.position() + left));
            int got = channel.read(target);
            target.limit(limit);
            if (got < 0) {
                throw new EOFException(files.get(next - 1).storeName() + " is shorter than it was written");
            }
            left -= got;
        }
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        int limit = bytes.limit();
        while (bytes.position() < limit) {
            advance();
            bytes.limit((int) Math.min(limit, bytes.position() + left));
            left -= channel.write(bytes);
            bytes.limit(limit);
        }
    }

    private void advance() throws IOException {
        while (left == 0) {
            close();
            ImageEntry entry = files.get(next++);
            Path file = directory.resolve(entry.storeName());
            channel = writing ? FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
                    : FileChannel.open(file, StandardOpenOption.READ);
            left = entry.storeLength();
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }
}
