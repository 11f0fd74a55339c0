package io.classcast.agent.jdk;

import io.classcast.NativeMemory;
import java.lang.instrument.Instrumentation;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.IdentityHashMap;
import java.util.Map;
import jdk.internal.misc.Unsafe;

/**
 * Memory from malloc(3), which nobody counts and which is back at once when it is freed: a direct buffer of no length is made to look at
 * it. The fields {@code address} and {@code capacity} of {@code java.nio.Buffer} are those that JNI's GetDirectBufferAddress goes by (JDK 17
 * to 25). (Neither a file mapping, which needs room in a file system, nor a {@code MemorySegment}, which is counted as a buffer is.)
 */
public final class MallocMemory extends NativeMemory {
    private static final int PROBE = 64;

    private final Instrumentation instrumentation;
    private Access access;
    /** Addresses of what is in use. */
    private final Map<ByteBuffer, Long> used = new IdentityHashMap<>();

    private MallocMemory(Instrumentation instrumentation) {
        this.instrumentation = instrumentation;
    }

    /**
     * Memory is had so from now on, where this JDK is as it is known; whoever asks first finds out.
     *
     * @param instrumentation the agent's
     */
    public static void announce(Instrumentation instrumentation) {
        use(new MallocMemory(instrumentation));
    }

    @Override
    protected synchronized ByteBuffer take(int length) {
        if (access == null) {
            access = make();
        }
        if (access == null) {
            useCounted();
            return allocate(length);
        }
        long address = access.unsafe.allocateMemory(Math.max(1, length));
        ByteBuffer buffer = access.at(address, length);
        used.put(buffer, address);
        return buffer;
    }

    @Override
    protected synchronized void giveBack(ByteBuffer memory) {
        Long address = used.remove(memory);
        if (address != null) {
            access.unsafe.freeMemory(address);
        }
    }

    /** Null where this JDK has no such fields, or they are not what they were. */
    private Access make() {
        try {
            JdkPackages.open(instrumentation);
            Access found = new Access();
            return found.works() ? found : null;
        } catch (RuntimeException | LinkageError | InternalError e) {
            return null;
        }
    }

    /** What is only known once the JDK has been opened. */
    private static final class Access {
        final Unsafe unsafe = Unsafe.getUnsafe();
        private final long address = unsafe.objectFieldOffset(Buffer.class, "address");
        private final long capacity = unsafe.objectFieldOffset(Buffer.class, "capacity");
        private final ByteBuffer none = ByteBuffer.allocateDirect(0);

        ByteBuffer at(long memory, int length) {
            ByteBuffer buffer = none.duplicate();
            unsafe.putLong(buffer, address, memory);
            unsafe.putInt(buffer, capacity, length);
            buffer.clear();
            return buffer;
        }

        boolean works() {
            long memory = unsafe.allocateMemory(PROBE);
            try {
                ByteBuffer buffer = at(memory, PROBE);
                if (buffer.capacity() != PROBE || buffer.remaining() != PROBE || unsafe.getLong(buffer, address) != memory) {
                    return false;
                }
                unsafe.putByte(memory, (byte) 1);
                unsafe.putByte(memory + PROBE - 1, (byte) 2);
                return buffer.get(0) == 1 && buffer.slice(1, PROBE - 1).get(PROBE - 2) == 2;
            } finally {
                unsafe.freeMemory(memory);
            }
        }
    }
}
