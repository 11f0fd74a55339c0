package io.classcast.mpi;

import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Memory for one piece of a stream, from a pool of a fixed number. Those who still read it hold it; who lets go last gives it
 * back. Between position and limit of {@link #bytes} are its bytes; readers take a duplicate.
 */
public final class Piece {
    private final BlockingQueue<Piece> pool;
    private final ByteBuffer memory;
    private final int start;
    private final AtomicInteger holders = new AtomicInteger();

    Piece(BlockingQueue<Piece> pool, ByteBuffer memory) {
        this.pool = pool;
        this.memory = memory;
        start = memory.position();
    }

    /**
     * The memory, as the communicator allocated it.
     *
     * @return the only instance
     */
    public ByteBuffer bytes() {
        return memory;
    }

    /**
     * Makes room.
     *
     * @param length bytes, at most {@link StreamBroadcast#LONGEST}
     * @return {@link #bytes}, with so many bytes remaining
     */
    public ByteBuffer clear(int length) {
        return memory.clear().position(start).limit(start + length);
    }

    /** One more who reads it. */
    public void hold() {
        holders.incrementAndGet();
    }

    /** One who reads it no longer. Any thread. */
    public void release() {
        if (holders.decrementAndGet() == 0) {
            pool.add(this);
        }
    }
}
