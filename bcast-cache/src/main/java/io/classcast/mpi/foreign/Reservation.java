package io.classcast.mpi.foreign;

import io.classcast.ClasscastException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Room for a file before it is mapped and written by the network (posix_fallocate(3)): without it a full file system would be
 * a SIGBUS inside the MPI library.
 */
final class Reservation {
    private static final int O_RDWR = 2;
    private static final int ENOSPC = 28;

    private final ForeignCalls calls;
    private final MethodHandle open;
    private final MethodHandle reserve;
    private final MethodHandle close;

    Reservation(ForeignCalls calls) {
        this.calls = calls;
        open = calls.libc("open", MethodType.methodType(int.class, long.class, int.class));
        reserve = calls.libc("posix_fallocate", MethodType.methodType(int.class, int.class, long.class, long.class));
        close = calls.libc("close", MethodType.methodType(int.class, int.class));
    }

    /**
     * Reserves.
     *
     * @param file exists and is empty
     * @param length bytes
     * @return true where every byte has its room; false where this file system cannot promise
     * @throws ClasscastException where there is no room
     */
    boolean make(Path file, long length) {
        ByteBuffer name = MpiLibrary.cString(file.toString());
        try {
            int descriptor = (int) open.invokeExact(calls.addressOf(name), O_RDWR);
            if (descriptor < 0) {
                return false;
            }
            int code = (int) reserve.invokeExact(descriptor, 0L, length);
            int ignored = (int) close.invokeExact(descriptor);
            if (code == ENOSPC) {
                throw new ClasscastException("cannot write the node store " + file.getParent()
                        + ": No space left on device; set the option store to a node-local directory with room");
            }
            return code == 0;
        } catch (ClasscastException e) {
            throw e;
        } catch (Throwable e) {
            return false;
        } finally {
            Reference.reachabilityFence(name);
        }
    }
}
