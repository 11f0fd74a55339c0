package io.classcast.job;

import io.classcast.NativeMemory;
import io.classcast.PrivateFiles;
import io.classcast.image.Image;
import io.classcast.image.ImageEntry;
import io.classcast.mpi.ChainBroadcast;
import io.classcast.mpi.Communicator;
import io.classcast.mpi.Pieces;
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
 * Files as pieces, such as the content of an image; no piece crosses the end of a file. On rank 0 the files are read: mapped, they would
 * stay in its resident memory until a garbage collection, and that is no quicker (200 MiB on tmpfs, 2 ranks, Open MPI 4.1 and MPICH 4.0).
 * On the other leaders they are written: a full file system is an error then, and no SIGBUS; and it is cheaper than to receive into a
 * mapped file, whose room has to be reserved, cleared and faulted in first (256 MiB on tmpfs, Linux 6.18: write 98 ms with its copy;
 * posix_fallocate 66 ms and first touch 92 ms).
 */
final class StorePieces implements Pieces, Closeable {
    private final Path directory;
    private final boolean writing;
    private final List<Content> files;
    /** Of each piece: its file, and its length. */
    private final int[] file;
    private final int[] length;
    private int open = -1;
    private FileChannel channel;

    /**
     * A file.
     *
     * @param name in the directory
     * @param length bytes, more than 0
     */
    record Content(String name, long length) {
    }

    /**
     * Cuts files into pieces.
     *
     * @param directory of the files
     * @param files in the order in which they are sent
     * @param leaders who broadcasts
     * @param writing false on rank 0
     */
    StorePieces(Path directory, List<Content> files, Communicator leaders, boolean writing) {
        this.directory = directory;
        this.files = files;
        this.writing = writing;
        long total = 0;
        for (Content content : files) {
            total += content.length;
        }
        int longest = ChainBroadcast.pieceLength(total, leaders.size());
        int count = 0;
        for (Content content : files) {
            count += (int) ((content.length + longest - 1) / longest);
        }
        file = new int[count];
        length = new int[count];
        int piece = 0;
        for (int f = 0; f < files.size(); f++) {
            long size = files.get(f).length;
            for (long at = 0; at < size; at += longest) {
                file[piece] = f;
                length[piece] = (int) Math.min(longest, size - at);
                piece++;
            }
        }
    }

    /** The content files of an image, in class-path order. */
    static List<Content> of(Image image) {
        List<Content> files = new ArrayList<>();
        for (int e = 0; e < image.entryCount(); e++) {
            ImageEntry entry = image.entry(e);
            if (entry.content() >= 0 && entry.storeLength() > 0) {
                files.add(new Content(entry.storeName(), entry.storeLength()));
            }
        }
        return files;
    }

    @Override
    public int count() {
        return file.length;
    }

    @Override
    public int length(int piece) {
        return length[piece];
    }

    @Override
    public ByteBuffer memory(int piece) {
        return null;
    }

    @Override
    public void fill(int piece, ByteBuffer target) throws IOException {
        open(piece);
        if (!NativeMemory.read(channel, target)) {
            throw new EOFException(files.get(open).name + " is shorter than it was written");
        }
    }

    @Override
    public void take(int piece, ByteBuffer bytes) throws IOException {
        open(piece);
        NativeMemory.write(channel, bytes);
    }

    /** Pieces come in order, so one file is open at a time. */
    private void open(int piece) throws IOException {
        int wanted = file[piece];
        if (wanted <= open) {
            return;
        }
        close();
        open = wanted;
        Content content = files.get(wanted);
        Path path = directory.resolve(content.name);
        channel = writing ? PrivateFiles.create(path)
                : FileChannel.open(path, StandardOpenOption.READ);
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }
}
