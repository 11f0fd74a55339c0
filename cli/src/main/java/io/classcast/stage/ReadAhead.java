package io.classcast.stage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Reads files in blocks, several at a time: a shared file system answers one question after a round trip, and several at once in
 * the same time. Blocks are handed on in the order of the files, and each byte is read once. The sending is one thread's.
 */
final class ReadAhead implements Closeable {
    private static final int BLOCK = 1 << 20;
    private static final int THREADS = 6;
    private static final int BLOCKS = 12;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "stage-reader");
        thread.setDaemon(true);
        return thread;
    });
    private final DirectoryHandles directories = new DirectoryHandles();
    private final Deque<byte[]> buffers = new ArrayDeque<>();

    ReadAhead() {
        for (int i = 0; i < BLOCKS; i++) {
            buffers.add(new byte[BLOCK]);
        }
    }

    /** A file that is being read; its first block opens it, its last one closes it. */
    private final class OpenFile {
        private final Listing.Item item;
        private FileChannel channel;
        private IOException failure;
        private int blocksLeft;

        OpenFile(Listing.Item item) {
            this.item = item;
            blocksLeft = (int) Math.max(1, (item.entry().size() + BLOCK - 1) / BLOCK);
        }

        private synchronized FileChannel channel() throws IOException {
            if (failure != null) {
                throw failure;
            }
            if (channel == null) {
                try {
                    channel = (FileChannel) directories.read(item.origin());
                } catch (IOException e) {
                    failure = e;
                    throw e;
                }
            }
            return channel;
        }

        /** Reads one block; the last one of a file also looks whether that is still what was listed. */
        void read(byte[] buffer, long offset, int length, boolean last) throws IOException {
            ByteBuffer target = ByteBuffer.wrap(buffer, 0, length);
            try {
                FileChannel file = channel();
                while (target.hasRemaining()) {
                    if (file.read(target, offset + target.position()) < 0) {
                        break;
                    }
                }
                if (target.hasRemaining() || last && !isUnchanged()) {
                    throw new IOException("changed while it was read; stage it again");
                }
            } finally {
                blockRead();
            }
        }

        private synchronized void blockRead() throws IOException {
            if (--blocksLeft == 0 && channel != null) {
                channel.close();
            }
        }

        private boolean isUnchanged() throws IOException {
            PosixFileAttributes now = directories.attributes(item.origin());
            return now.size() == item.entry().size() && Listing.nanos(now) == item.entry().mtime();
        }
    }

    /** Bytes of a file that are being read. */
    private record Block(OpenFile file, byte[] buffer, int length, boolean first, boolean last, Future<?> read) {
    }

    /**
     * Reads and sends.
     *
     * @param files regular files
     * @param sender takes them, and the reasons why some could not be read
     * @throws InterruptedException where the stage is given up
     */
    void send(List<Listing.Item> files, RecordSender sender) throws InterruptedException {
        Deque<Block> ahead = new ArrayDeque<>();
        int next = 0;
        OpenFile file = null;
        long offset = 0;
        boolean intact = true;
        while (true) {
            while (!buffers.isEmpty() && (file != null || next < files.size())) {
                if (file == null) {
                    file = new OpenFile(files.get(next++));
                    offset = 0;
                }
                long size = file.item.entry().size();
                int length = (int) Math.min(BLOCK, size - offset);
                byte[] buffer = buffers.pop();
                OpenFile reading = file;
                long from = offset;
                boolean last = offset + length >= size;
                ahead.add(new Block(file, buffer, length, offset == 0, last, threads.submit(() -> {
                    reading.read(buffer, from, length, last);
                    return null;
                })));
                offset += length;
                file = last ? null : file;
            }
            Block block = ahead.poll();
            if (block == null) {
                return;
            }
            if (block.first) {
                intact = true;
                sender.begin(block.file.item.entry());
            }
            intact = send(block, intact, sender);
            buffers.push(block.buffer);
            if (block.last) {
                sender.end(intact);
            }
        }
    }

    private static boolean send(Block block, boolean intactSoFar, RecordSender sender) throws InterruptedException {
        Listing.Item item = block.file.item;
        try {
            block.read.get();
            if (!intactSoFar) {
                return false;
            }
            if (block.first) {
                sender.beginning(item.origin(), block.buffer, block.length);
            }
            sender.bytes(block.buffer, block.length);
            return true;
        } catch (ExecutionException e) {
            if (!intactSoFar) {
                return false;
            }
            if (e.getCause() instanceof IOException io) {
                sender.problems().add(item.origin().toString(), gone(io));
                return false;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static IOException gone(IOException e) {
        return e instanceof NoSuchFileException ? new IOException("disappeared while it was staged", e) : e;
    }

    @Override
    public void close() throws IOException {
        threads.shutdownNow();
        directories.close();
    }
}
