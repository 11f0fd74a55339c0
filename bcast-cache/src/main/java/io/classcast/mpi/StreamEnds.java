package io.classcast.mpi;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * What lies between a {@link StreamBroadcast}, whose thread never waits for a disk, and those who fill and empty its pieces. On
 * every rank a consumer gets all pieces, in order; on rank 0 a producer makes them. The pool bounds the memory: who is slow makes
 * all others wait.
 */
public final class StreamEnds {
    private final PiecePool pool;
    private final BlockingQueue<Piece> produced;
    private final BlockingQueue<Piece> arrived;
    /** Marks an end in a queue. */
    private final Piece end = new Piece(null, ByteBuffer.allocate(0));

    /**
     * Allocates the pool.
     *
     * @param leaders who broadcast
     * @param pieces how many may be in use at once
     */
    public StreamEnds(Communicator leaders, int pieces) {
        pool = new PiecePool(pieces, StreamBroadcast.LONGEST, leaders);
        produced = new ArrayBlockingQueue<>(pieces + 1);
        arrived = new ArrayBlockingQueue<>(pieces + 1);
    }

    /**
     * Producer: memory for the next piece; waits for it.
     *
     * @return held once
     * @throws InterruptedException where this thread is to end
     */
    public Piece take() throws InterruptedException {
        return pool.take();
    }

    /**
     * Producer: a piece is filled.
     *
     * @param piece with at least one byte
     */
    public void send(Piece piece) {
        produced.add(piece);
    }

    /** Producer: that was the last one. */
    public void sendEnd() {
        produced.add(end);
    }

    /**
     * Consumer: waits for the next piece.
     *
     * @return to be released; null at the end
     * @throws InterruptedException where this thread is to end
     */
    public Piece await() throws InterruptedException {
        Piece piece = arrived.take();
        return piece == end ? null : piece;
    }

    Piece pollFree() {
        return pool.poll();
    }

    Piece pollProduced() {
        return produced.poll();
    }

    boolean isEnd(Piece piece) {
        return piece == end;
    }

    void arrived(Piece piece) {
        arrived.add(piece);
    }

    void arrivedEnd() {
        arrived.add(end);
    }
}
