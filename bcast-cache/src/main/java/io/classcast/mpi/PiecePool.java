package io.classcast.mpi;

import io.classcast.NativeMemory;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** A fixed number of pieces, which bounds the memory of those who pass them on. Any thread. */
public final class PiecePool {
    private final BlockingQueue<Piece> free;

    /**
     * Allocates all of them.
     *
     * @param pieces how many may be in use at once
     * @param length bytes of each
     * @param sender gives their memory; null: direct memory that is not sent
     */
    public PiecePool(int pieces, int length, Communicator sender) {
        free = new ArrayBlockingQueue<>(pieces);
        for (int i = 0; i < pieces; i++) {
            free.add(new Piece(free, sender == null ? NativeMemory.allocate(length) : sender.allocate(length)));
        }
    }

    /**
     * Waits for a piece.
     *
     * @return held once
     * @throws InterruptedException where this thread is to end
     */
    public Piece take() throws InterruptedException {
        Piece piece = free.take();
        piece.hold();
        return piece;
    }

    Piece poll() {
        Piece piece = free.poll();
        if (piece != null) {
            piece.hold();
        }
        return piece;
    }
}
