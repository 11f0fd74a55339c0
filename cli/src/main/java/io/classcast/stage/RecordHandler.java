package io.classcast.stage;

import io.classcast.mpi.Piece;
import java.nio.ByteBuffer;

/** What a node does with the records, in their order. Names are checked already. Nothing that fails on this node is thrown. */
interface RecordHandler {
    /** A directory is to be there. */
    void directory(StagedEntry entry);

    /** A file begins. */
    void file(StagedEntry entry);

    /**
     * Some of its bytes.
     *
     * @param bytes to be read while the piece is held
     * @param piece to be released when they have been
     */
    void chunk(ByteBuffer bytes, Piece piece);

    /**
     * It ends.
     *
     * @param intact whether rank 0 read what it had announced
     * @param digest SHA-256 of what rank 0 read
     */
    void fileEnd(boolean intact, byte[] digest);

    /** A link of either kind is to be there. */
    void link(StagedEntry entry);

    /** This is there already, on all nodes. */
    void kept(String path);

    /** All of a source has been sent: what else is recorded below the prefix is of an earlier time. */
    void sourceEnd(String prefix);
}
