package io.classcast.mpi;

import io.classcast.NativeMemory;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;

/**
 * Messages of MPJ Express straight from direct memory: below {@code mpi.Comm}, which packs every array into a direct buffer
 * and unpacks it again, lies the public {@code mpjdev.Comm}, which takes such a buffer as it is. It saves two of the five
 * copies that a byte of a broadcast through arrays goes through (0.44, device niodev; 256 MiB over three hosts on two cores:
 * 0.49 of MPJ's own broadcast through arrays).
 *
 * <pre>
 *   before the message:  room for niodev's own header | section header of mpjbuf: u8 type, 3 bytes unused, i32 elements
 * </pre>
 */
final class MpjDirect {
    private static final int SECTION_HEADER = 8;
    private static final int ELEMENTS = 4;

    private final int headroom;
    private final int sendOverhead;
    private final int byteType;
    private final Constructor<?> nioBuffer;
    private final Constructor<?> buffer;
    private final Constructor<?> status;
    private final Method setSize;
    private final Method send;
    private final Method receive;
    private final Method test;

    private MpjDirect(Class<?> mpi) throws ReflectiveOperationException {
        ClassLoader loader = mpi.getClassLoader();
        Class<?> rawType = Class.forName("mpjbuf.RawBuffer", false, loader);
        Class<?> bufferType = Class.forName("mpjbuf.Buffer", false, loader);
        Class<?> elementType = Class.forName("mpjbuf.Type", false, loader);
        Class<?> statusType = Class.forName("mpjdev.Status", false, loader);
        Class<?> comm = Class.forName("mpjdev.Comm", false, loader);
        sendOverhead = mpi.getField("SEND_OVERHEAD").getInt(null);
        if (mpi.getField("RECV_OVERHEAD").getInt(null) != 0) {
            throw new NoSuchMethodException("another layout of messages");
        }
        headroom = sendOverhead + SECTION_HEADER;
        byteType = (Integer) elementType.getMethod("getCode").invoke(elementType.getField("BYTE").get(null));
        nioBuffer = Class.forName("mpjbuf.NIOBuffer", false, loader).getConstructor(int.class, ByteBuffer.class);
        buffer = bufferType.getConstructor(rawType, int.class, int.class);
        status = statusType.getConstructor(int.class, int.class, int.class);
        setSize = bufferType.getMethod("setSize", int.class);
        send = comm.getMethod("isend", bufferType, int.class, int.class, boolean.class);
        receive = comm.getMethod("irecv", bufferType, int.class, int.class, statusType, boolean.class);
        test = Class.forName("mpjdev.Request", false, loader).getMethod("itest");
    }

    /**
     * Looks for the way.
     *
     * @param mpi the class {@code mpi.MPI}, initialised
     * @param device of MPJ
     * @return null where this MPJ or its device has none
     */
    static MpjDirect find(Class<?> mpi, String device) {
        if (!device.equals("niodev")) {
            return null;
        }
        try {
            return new MpjDirect(mpi);
        } catch (ReflectiveOperationException e) {
            // Arrays always work.
            return null;
        }
    }

    /** Memory for one message, which begins at the buffer's position: what is before it belongs to MPJ. */
    ByteBuffer allocate(int length) {
        return NativeMemory.allocate(headroom + length).position(headroom);
    }

    Method test() {
        return test;
    }

    /** Starts to send what {@link #allocate} gave; returns an {@code mpjdev.Request}. */
    Object send(Object comm, ByteBuffer bytes, int to, int tag) throws ReflectiveOperationException {
        int length = bytes.remaining();
        // A view of its own: MPJ moves its position while the chain reads the same bytes.
        ByteBuffer whole = bytes.slice(bytes.position() - headroom, headroom + length);
        whole.put(sendOverhead, (byte) byteType).putInt(sendOverhead + ELEMENTS, length);
        return send.invoke(comm, message(whole, sendOverhead, length), to, tag, true);
    }

    /** Starts to receive into what {@link #allocate} gave; returns an {@code mpjdev.Request}. */
    Object receive(Object comm, ByteBuffer bytes, int from, int tag) throws ReflectiveOperationException {
        int length = bytes.remaining();
        ByteBuffer whole = bytes.slice(bytes.position() - SECTION_HEADER, SECTION_HEADER + length);
        return receive.invoke(comm, message(whole, 0, length), from, tag, status.newInstance(from, tag, -1), true);
    }

    private Object message(ByteBuffer whole, int offset, int length) throws ReflectiveOperationException {
        Object message = buffer.newInstance(nioBuffer.newInstance(whole.capacity(), whole), offset, whole.capacity());
        setSize.invoke(message, SECTION_HEADER + length);
        return message;
    }
}
