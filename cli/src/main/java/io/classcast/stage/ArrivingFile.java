package io.classcast.stage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;

/** A file on its way: gets its name when its last byte is written and its digest is that of the source. One thread at a time. */
final class ArrivingFile {
    /** A block of zeros, or what arrives of it at once, is left out of the file: a hole reads the same and takes no room. */
    private static final int BLOCK = 64 << 10;
    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(BLOCK).asReadOnlyBuffer();

    private final StageDirectory directory;
    private final StagedEntry entry;
    private final Problems problems;
    /** Null on rank 0's own node: what is written there is the very memory that was digested. */
    private final Sha256 digest;
    private Path part;
    private FileChannel channel;
    private long written;
    private boolean failed;

    ArrivingFile(StageDirectory directory, StagedEntry entry, Problems problems, boolean travelled) {
        digest = travelled ? new Sha256() : null;
        this.directory = directory;
        this.entry = entry;
        this.problems = problems;
    }

    void write(ByteBuffer bytes) {
        if (failed) {
            return;
        }
        if (digest != null) {
            digest.update(bytes.duplicate());
        }
        try {
            if (written + bytes.remaining() > entry.size()) {
                throw new IOException("more bytes arrived than the " + entry.size() + " that were announced");
            }
            open();
            put(bytes);
        } catch (IOException e) {
            fail(e);
        }
    }

    private void put(ByteBuffer bytes) throws IOException {
        int end = bytes.limit();
        while (bytes.position() < end) {
            int from = bytes.position();
            int to = from;
            int length = blockAt(from, from, end);
            while (to < end && !isZeros(bytes, to, length)) {
                to += length;
                length = blockAt(from, to, end);
            }
            long at = written;
            bytes.limit(to);
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
            bytes.limit(end).position(Math.min(end, to + length));
            written += bytes.position() - from;
        }
    }

    /** How many bytes from an index on are of one block; {@code from} is where {@code written} is. */
    private int blockAt(int from, int index, int end) {
        return (int) Math.min(end - index, BLOCK - (written + index - from) % BLOCK);
    }

    private static boolean isZeros(ByteBuffer bytes, int from, int length) {
        return bytes.slice(from, length).mismatch(ZEROS.slice(0, length)) < 0;
    }

    private void open() throws IOException {
        if (channel == null) {
            long usable = directory.usableBytes();
            if (usable < entry.size()) {
                throw new IOException("No space left on device: " + entry.size() + " bytes are needed, " + usable + " are free");
            }
            part = directory.newPart();
            channel = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        }
    }

    void end(boolean intact, byte[] expected) {
        if (failed) {
            return;
        }
        if (!intact) {
            // Rank 0 says why.
            abandon();
            return;
        }
        try {
            open();
            if (channel.size() < written) {
                channel.write(ByteBuffer.allocate(1), written - 1);
            }
            channel.close();
            if (written != entry.size() || digest != null && !digest.isEqual(expected)) {
                throw new IOException("arrived damaged; stage it again");
            }
            directory.commit(part, entry.withDigest(HexFormat.of().formatHex(expected)));
        } catch (IOException e) {
            fail(e);
        }
    }

    private void fail(IOException e) {
        problems.add(entry.path(), e);
        abandon();
    }

    void abandon() {
        failed = true;
        try {
            if (channel != null) {
                channel.close();
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            problems.add(entry.path(), e);
        }
    }
}
