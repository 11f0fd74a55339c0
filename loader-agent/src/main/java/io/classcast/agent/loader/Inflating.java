package io.classcast.agent.loader;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import jdk.internal.vm.annotation.DontInline;

/**
 * Inflates class files into reused memory outside of the heap, from which HotSpot defines classes without another copy. A define may
 * start further defines on the same thread while the outer buffer is in use, so buffers are taken and given back, without
 * a lock; a few are kept, the rest is garbage.
 */
final class Inflating {
    private static final int KEPT = 8;
    private static final Inflating[] POOL = new Inflating[KEPT];
    /** A bit for each slot of the pool that may be changed by whoever sets it. */
    private static final AtomicInteger CLAIMED = new AtomicInteger();

    private final Inflater inflater = new Inflater(true);

    private Inflating() {
    }

    @DontInline
    static Inflating take() {
        for (int slot = 0; slot < KEPT; slot++) {
            if (claim(slot)) {
                Inflating kept = POOL[slot];
                POOL[slot] = null;
                release(slot);
                if (kept != null) {
                    return kept;
                }
            }
        }
        return new Inflating();
    }

    @DontInline
    void giveBack() {
        boolean kept = false;
        for (int slot = 0; slot < KEPT && !kept; slot++) {
            if (claim(slot)) {
                kept = POOL[slot] == null;
                POOL[slot] = kept ? this : POOL[slot];
                release(slot);
            }
        }
        if (!kept) {
            inflater.end();
        }
    }

    /** Never waits: of two threads at one slot, one goes on to the next. */
    private static boolean claim(int slot) {
        int claimed = CLAIMED.get();
        return (claimed & 1 << slot) == 0 && CLAIMED.compareAndSet(claimed, claimed | 1 << slot);
    }

    private static void release(int slot) {
        int claimed;
        do {
            claimed = CLAIMED.get();
        } while (!CLAIMED.compareAndSet(claimed, claimed & ~(1 << slot)));
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
