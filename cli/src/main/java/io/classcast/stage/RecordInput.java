package io.classcast.stage;

import io.classcast.mpi.Piece;
import io.classcast.mpi.PiecePool;
import io.classcast.mpi.StreamBroadcast;
import io.classcast.mpi.StreamEnds;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A node's end of the stream: turns pieces into calls of a {@link RecordHandler}. One thread. */
final class RecordInput {
    private static final int DECOMPRESSED = 6;

    private final StreamEnds ends;
    private final RecordHandler handler;
    private PiecePool decompressed;
    private ByteBuffer compressed;

    RecordInput(StreamEnds ends, RecordHandler handler) {
        this.ends = ends;
        this.handler = handler;
    }

    /**
     * Reads to the end of the stream.
     *
     * @throws IOException where the stream is damaged; the rest of it is dropped
     */
    void run() throws IOException, InterruptedException {
        IOException damage = null;
        for (Piece piece = ends.await(); piece != null; piece = ends.await()) {
            try {
                if (damage == null) {
                    frame(piece);
                }
            } catch (IOException e) {
                damage = e;
            } finally {
                piece.release();
            }
        }
        if (damage != null) {
            throw damage;
        }
    }

    private void frame(Piece piece) throws IOException, InterruptedException {
        ByteBuffer bytes = piece.bytes().duplicate();
        try {
            int codec = bytes.get();
            int length = bytes.getInt();
            if (codec < 0 || codec >= Codec.values().length || length < 0 || length > StreamBroadcast.LONGEST) {
                throw new IOException("a frame of the stream is damaged: codec " + codec + ", " + length + " bytes");
            }
            if (codec == Codec.NONE.ordinal()) {
                records(bytes, piece);
                return;
            }
            Piece plain = decompress(Codec.values()[codec], bytes, length);
            try {
                records(plain.bytes().duplicate(), plain);
            } finally {
                plain.release();
            }
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new IOException("a record of the stream is damaged", e);
        }
    }

    private Piece decompress(Codec codec, ByteBuffer bytes, int length) throws IOException, InterruptedException {
        if (decompressed == null) {
            decompressed = new PiecePool(DECOMPRESSED, StreamBroadcast.LONGEST, null);
            compressed = ByteBuffer.allocateDirect(StreamBroadcast.LONGEST);
        }
        Piece plain = decompressed.take();
        boolean done = false;
        try {
            codec.decompress(compressed.clear().put(bytes).flip(), plain.clear(length));
            plain.bytes().flip();
            done = true;
            return plain;
        } finally {
            if (!done) {
                plain.release();
            }
        }
    }

    private void records(ByteBuffer in, Piece piece) throws IOException {
        while (in.hasRemaining()) {
            byte kind = in.get();
            switch (kind) {
                case 'd' -> handler.directory(StagedEntry.directory(path(in), in.getInt(), in.getLong()));
                case 'f' -> handler.file(StagedEntry.file(path(in), in.getInt(), in.getLong(), in.getLong()));
                case 'l' -> {
                    StagedEntry link = StagedEntry.symbolicLink(path(in), text(in));
                    StagedPath.checkLink(link.path(), link.target());
                    handler.link(link);
                }
                case 'h' -> handler.link(StagedEntry.hardLink(path(in), path(in)));
                case StreamFormat.CHUNK -> {
                    int length = in.getInt();
                    ByteBuffer chunk = in.slice(in.position(), length);
                    in.position(in.position() + length);
                    piece.hold();
                    handler.chunk(chunk, piece);
                }
                case StreamFormat.FILE_END -> {
                    boolean intact = in.get() == 1;
                    byte[] digest = new byte[StreamFormat.DIGEST];
                    in.get(digest);
                    handler.fileEnd(intact, digest);
                }
                case StreamFormat.KEPT -> handler.kept(path(in));
                case StreamFormat.SOURCE_END -> handler.sourceEnd(path(in));
                default -> throw new IOException("a record of the stream is damaged: kind " + kind);
            }
        }
    }

    private static String path(ByteBuffer in) throws IOException {
        return StagedPath.check(text(in));
    }

    private static String text(ByteBuffer in) {
        byte[] text = new byte[in.getShort() & 0xffff];
        in.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
