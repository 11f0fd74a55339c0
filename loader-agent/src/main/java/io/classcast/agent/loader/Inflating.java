package io.classcast.agent.loader;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates class files into reused direct buffers, from which HotSpot defines classes without another copy. A define may
 * start further defines on the same thread while the outer buffer is in use, so buffers are taken and given back, without
 * a lock; a few are kept, the rest is garbage.
 */
final class Inflating {
    private static final int KEPT = 8;
    private static final int LARGEST_KEPT = 1 << 20;
    private static final AtomicReferenceArray<Inflating> POOL = new AtomicReferenceArray<>(KEPT);

    private final Inflater inflater = new Inflater(true);
    private ByteBuffer buffer = ByteBuffer.allocateDirect(64 << 10);

    private Inflating() {
    }

    static Inflating take() {
        for (int i = 0; i < KEPT; i++) {
            Inflating kept = POOL.get(i);
            if (kept != null && POOL.compareAndSet(i, kept, null)) {
                return kept;
            }
        }
        return new Inflating();
    }

    void giveBack() {
        if (buffer.capacity() <= LARGEST_KEPT) {
            for (int i = 0; i < KEPT; i++) {
                if (POOL.compareAndSet(i, null, this)) {
                    return;
                }
            }
        }
        inflater.end();
    }

    /** Inflates into this object's buffer, which is valid until it is given back. */
    ByteBuffer inflate(ByteBuffer compressed, int size) throws DataFormatException {
        if (buffer.capacity() < size) {
            buffer = ByteBuffer.allocateDirect(Integer.highestOneBit(size) << 1);
        }
        buffer.clear().limit(size);
        inflate(inflater, compressed, buffer);
        return buffer.flip();
    }

    /** Inflates into a new array. */
    static byte[] toBytes(ByteBuffer compressed, int size) throws DataFormatException {
        Inflating work = take();
        try {
            byte[] bytes = new byte[size];
            inflate(work.inflater, compressed, ByteBuffer.wrap(bytes));
            return bytes;
        } finally {
            work.giveBack();
        }
    }

    private static void inflate(Inflater inflater, ByteBuffer from, ByteBuffer to) throws DataFormatException {
        inflater.reset();
        inflater.setInput(from);
        while (to.hasRemaining()) {
            if (inflater.inflate(to) == 0) {
                throw new DataFormatException("the entry ends early or is damaged");
            }
        }
    }
}
