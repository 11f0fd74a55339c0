package io.classcast.classpath;

import io.classcast.NativeMemory;
import java.nio.ByteBuffer;

/** A buffer for each thread of a scan: what goes through it is used before the thread asks for it again. The thread frees it at its end. */
final class ThreadBuffer {
    /** At most: large enough for few system calls, small enough to stay in the second-level cache. */
    static final int LONGEST = 512 << 10;
    private static final int SHORTEST = 4096;
    private static final ThreadLocal<ByteBuffer> BUFFERS = new ThreadLocal<>();

    private ThreadBuffer() {
    }

    /** This thread's buffer, cleared, with room for so many bytes or for a good piece of them. */
    static ByteBuffer get(long expected) {
        int wanted = (int) Math.max(SHORTEST, Math.min(LONGEST, expected));
        ByteBuffer buffer = BUFFERS.get();
        if (buffer == null || buffer.capacity() < wanted) {
            // A second file is the sign of many: those share the largest.
            int length = buffer == null ? wanted : LONGEST;
            free();
            buffer = NativeMemory.allocate(length);
            BUFFERS.set(buffer);
        }
        return buffer.clear();
    }

    /** Frees this thread's buffer; it gets another one if it asks again. */
    static void free() {
        ByteBuffer buffer = BUFFERS.get();
        BUFFERS.remove();
        NativeMemory.free(buffer);
    }
}
