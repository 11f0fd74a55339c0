package io.classcast.mpi;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A stream of bytes that all ranks cut into the same pieces, none longer than an int. */
public interface Pieces {
    /**
     * How many pieces there are.
     *
     * @return not negative
     */
    int count();

    /**
     * The size of a piece.
     *
     * @param piece from 0
     * @return bytes, at least 1
     */
    int length(int piece);

    /**
     * A piece's own memory: sent from on the root, received into on the others.
     *
     * @param piece from 0, in order
     * @return direct, exactly as long as the piece; null where there is none, and {@link #fill} and {@link #take} are used
     * @throws IOException where it cannot be had
     */
    ByteBuffer memory(int piece) throws IOException;

    /**
     * Reads a piece without own memory, on the root.
     *
     * @param piece from 0, in order
     * @param target filled from position to limit
     * @throws IOException where the bytes cannot be read
     */
    void fill(int piece, ByteBuffer target) throws IOException;

    /**
     * A piece has arrived, and is intact; where it has no own memory its bytes are to be written.
     *
     * @param piece from 0, in order
     * @param bytes of the piece
     * @throws IOException where they cannot be written
     */
    void take(int piece, ByteBuffer bytes) throws IOException;
}
