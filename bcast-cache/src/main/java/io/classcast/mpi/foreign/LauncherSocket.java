package io.classcast.mpi.foreign;

import io.classcast.ClasscastException;
import io.classcast.NativeMemory;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/** The socket that a launcher of PMI-1 or PMI-2 leaves open in its ranks: it stays open when the launcher has ended. */
final class LauncherSocket {
    /** {@code POLLERR}, {@code POLLHUP}, {@code POLLNVAL} of poll(2): told unasked. */
    private static final int GONE = 0x8 | 0x10 | 0x20;

    private LauncherSocket() {
    }

    /**
     * Refuses to go on where nobody is at the other end; MPICH 4.0.2 ends the process with exit code 15 then.
     *
     * @param calls to C
     * @param environment of the process
     * @throws ClasscastException where the launcher has ended
     */
    static void mustBeConnected(ForeignCalls calls, Map<String, String> environment) {
        String number = environment.get("PMI_FD");
        if (number == null) {
            return;
        }
        int descriptor;
        try {
            descriptor = Integer.parseInt(number.trim());
        } catch (NumberFormatException e) {
            return;
        }
        // struct pollfd {int fd; short events; short revents}
        ByteBuffer poll = NativeMemory.allocate(8).order(ByteOrder.nativeOrder());
        int ready;
        int events;
        try {
            poll.putInt(0, descriptor).putInt(4, 0);
            ready = (int) calls.libc("poll").call(calls.addressOf(poll), 1, 0);
            events = poll.getShort(6);
            Reference.reachabilityFence(poll);
        } finally {
            NativeMemory.free(poll);
        }
        if (ready == 1 && (events & GONE) != 0) {
            throw new ClasscastException("the launcher that has set PMI_FD=".concat(number).concat(" has ended; unset PMI_FD for what is"
                    + " started after the job, or use engine=none"));
        }
    }
}
