package io.classcast.stage;

import io.classcast.mpi.Piece;
import io.classcast.mpi.StreamBroadcast;
import io.classcast.mpi.StreamEnds;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/** Rank 0's end of the stream: writes records into frames, and frames into pieces. One thread. */
final class RecordOutput {
    /** So many pieces that are made and not through mean that the link is what all wait for. */
    private static final int BUSY = 6;

    private final StreamEnds ends;
    private final Compression compression;
    /** Bytes of pieces that are through, counted by the broadcast's thread. */
    private final AtomicLong through;
    /** Codecs need direct memory, which not every engine sends from. */
    private final ByteBuffer copy = ByteBuffer.allocateDirect(StreamBroadcast.LONGEST);
    private final ByteBuffer compressed = ByteBuffer.allocateDirect(StreamBroadcast.LONGEST);
    /** The frame that is being filled; null between frames. */
    private Piece piece;
    private ByteBuffer frame;
    private int start;
    private long sent;
    private long recorded;
    private long busySince;
    private long throughThen;

    RecordOutput(StreamEnds ends, Compression compression, AtomicLong through) {
        this.ends = ends;
        this.compression = compression;
        this.through = through;
    }

    void directory(StagedEntry entry) throws InterruptedException {
        begin(entry.kind().letter(), entry.path(), 12).putInt(entry.mode()).putLong(entry.mtime());
    }

    void file(StagedEntry entry) throws InterruptedException {
        begin('f', entry.path(), 20).putInt(entry.mode()).putLong(entry.mtime()).putLong(entry.size());
    }

    void link(StagedEntry entry) throws InterruptedException {
        byte[] target = entry.target().getBytes(StandardCharsets.UTF_8);
        begin(entry.kind().letter(), entry.path(), 2 + target.length).putShort((short) target.length).put(target);
    }

    void kept(String path) throws InterruptedException {
        begin((char) StreamFormat.KEPT, path, 0);
    }

    void sourceEnd(String prefix) throws InterruptedException {
        begin((char) StreamFormat.SOURCE_END, prefix, 0);
    }

    void fileEnd(boolean intact, byte[] digest) throws InterruptedException {
        room(2 + StreamFormat.DIGEST).put(StreamFormat.FILE_END).put((byte) (intact ? 1 : 0)).put(digest);
    }

    /** Bytes of the file that has begun. */
    void chunks(ByteBuffer bytes) throws InterruptedException {
        while (bytes.hasRemaining()) {
            room(StreamFormat.CHUNK_HEADER + 1);
            int length = Math.min(bytes.remaining(), frame.remaining() - StreamFormat.CHUNK_HEADER);
            frame.put(StreamFormat.CHUNK).putInt(length).put(bytes.slice().limit(length));
            bytes.position(bytes.position() + length);
        }
    }

    /** Sends what is left, and the end. */
    void close() throws InterruptedException {
        flush();
        ends.sendEnd();
    }

    /** Bytes that went into pieces so far. */
    long sent() {
        return sent;
    }

    /** The same before compression. */
    long recorded() {
        return recorded;
    }

    private ByteBuffer begin(char kind, String path, int fields) throws InterruptedException {
        byte[] text = path.getBytes(StandardCharsets.UTF_8);
        return room(3 + text.length + fields).put((byte) kind).putShort((short) text.length).put(text);
    }

    private ByteBuffer room(int length) throws InterruptedException {
        if (piece != null && frame.remaining() < length) {
            flush();
        }
        if (piece == null) {
            piece = ends.take();
            frame = piece.clear(StreamBroadcast.LONGEST);
            start = frame.position();
            frame.position(start + StreamFormat.FRAME_HEADER);
        }
        return frame;
    }

    private void flush() throws InterruptedException {
        if (piece == null) {
            return;
        }
        ByteBuffer records = frame.duplicate().flip().position(start + StreamFormat.FRAME_HEADER);
        int length = records.remaining();
        Codec codec = compression.choose(linkIsBusy());
        if (codec != Codec.NONE) {
            codec = compress(codec, records, length);
        }
        frame.put(start, (byte) codec.ordinal()).putInt(start + 1, length);
        frame.limit(frame.position()).position(start);
        sent += frame.remaining();
        recorded += length;
        ends.send(piece);
        piece = null;
    }

    /** In place: the compressed records take the place of the others, if they are shorter. */
    private Codec compress(Codec codec, ByteBuffer records, int length) {
        long begun = System.nanoTime();
        ByteBuffer plain = records;
        if (!records.isDirect()) {
            plain = copy.clear().put(records.duplicate()).flip();
        }
        compressed.clear().limit(length);
        boolean fits = codec.compress(plain, compressed);
        compression.compressed(codec, length, compressed.position(), System.nanoTime() - begun);
        if (!fits) {
            return Codec.NONE;
        }
        frame.position(start + StreamFormat.FRAME_HEADER).put(compressed.flip());
        return codec;
    }

    private boolean linkIsBusy() {
        boolean busy = sent - through.get() >= (long) BUSY * StreamBroadcast.LONGEST / 2;
        long now = System.nanoTime();
        if (!busy) {
            busySince = 0;
        } else if (busySince == 0) {
            busySince = now;
            throughThen = through.get();
        } else if (now - busySince > 50_000_000 && through.get() > throughThen) {
            compression.carried(through.get() - throughThen, now - busySince);
            busySince = now;
            throughThen = through.get();
        }
        return busy;
    }
}
