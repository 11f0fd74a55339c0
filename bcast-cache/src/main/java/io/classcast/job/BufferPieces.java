package io.classcast.job;

import io.classcast.mpi.ChainBroadcast;
import io.classcast.mpi.Pieces;
import java.nio.ByteBuffer;

/**
 * A buffer as pieces.
 *
 * @param bytes from 0 to its limit
 * @param longest bytes of a piece
 */
record BufferPieces(ByteBuffer bytes, int longest) implements Pieces {

    static BufferPieces of(ByteBuffer bytes, int ranks) {
        return new BufferPieces(bytes, ChainBroadcast.pieceLength(bytes.limit(), ranks));
    }

    @Override
    public int count() {
        return (bytes.limit() + longest - 1) / longest;
    }

    @Override
    public int length(int piece) {
        return Math.min(longest, bytes.limit() - piece * longest);
    }

    @Override
    public ByteBuffer memory(int piece) {
        return bytes.isDirect() ? slice(piece) : null;
    }

    private ByteBuffer slice(int piece) {
        return bytes.slice(piece * longest, length(piece));
    }

    @Override
    public void fill(int piece, ByteBuffer target) {
        target.put(slice(piece));
    }

    @Override
    public void take(int piece, ByteBuffer arrived) {
        if (!bytes.isDirect()) {
            slice(piece).put(arrived);
        }
    }
}
