package io.classcast.mpi.foreign;

import io.classcast.Ancestor;
import io.classcast.ClasscastException;
import io.classcast.NativeMemory;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/**
 * The socket that a launcher of PMI-1 or PMI-2 leaves open in its ranks, one end of a socketpair(2). It stays open when the launcher has
 * ended; and its number may be that of a socket of another program.
 */
final class LauncherSocket {
    /** {@code POLLERR}, {@code POLLHUP}, {@code POLLNVAL} of poll(2): told unasked. */
    private static final int GONE = 0x8 | 0x10 | 0x20;

    /** Of the kernel's asm-generic/socket.h; {@code SO_PEERCRED} is another one on PowerPC, and has another length there. */
    private static final int SOL_SOCKET = 1;
    private static final int SO_TYPE = 3;
    private static final int SO_PEERCRED = 17;
    private static final int SO_ACCEPTCONN = 30;
    private static final int SO_DOMAIN = 39;
    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM = 1;
    /** {@code struct ucred {pid_t pid; uid_t uid; gid_t gid}}. */
    private static final int CREDENTIALS = 12;

    private LauncherSocket() {
    }

    /**
     * Refuses to go on where no launcher is at the other end; MPICH 4.0.2 ends the process with exit code 15 then. Nothing is sent.
     *
     * @param calls to C
     * @param environment of the process
     * @throws ClasscastException where the launcher has ended, or the socket is another program's
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
        String stranger = stranger(calls, descriptor);
        if (stranger != null) {
            throw new ClasscastException("PMI_FD=".concat(number).concat(" is ").concat(stranger).concat(" here, not the launcher's"
                    + " socket; unset PMI_FD for what no launcher has started, or use engine=none"));
        }
    }

    /** What the socket is, where it is not one of a pair that a launcher has made; null where it may be. */
    private static String stranger(ForeignCalls calls, int descriptor) {
        CFunction getsockopt = calls.libc("getsockopt");
        if (option(calls, getsockopt, descriptor, SO_DOMAIN, Integer.BYTES) > AF_UNIX) {
            return "a socket of the network";
        }
        if (option(calls, getsockopt, descriptor, SO_TYPE, Integer.BYTES) > SOCK_STREAM) {
            return "a socket of datagrams";
        }
        if (option(calls, getsockopt, descriptor, SO_ACCEPTCONN, Integer.BYTES) > 0) {
            return "a socket that waits for connections";
        }
        // 0 where the other process is outside of this one's namespace (pid_namespaces(7)).
        int peer = option(calls, getsockopt, descriptor, SO_PEERCRED, CREDENTIALS);
        String name = peer > 0 ? Ancestor.nameOf(Integer.toString(peer)) : "";
        return LauncherNames.fit(name) ? null : "a socket of ".concat(name).concat(" (process ") + peer + ")";
    }

    /** The first int of an option, or -1 where there is no option of that length (getsockopt(2), socket(7)). */
    private static int option(ForeignCalls calls, CFunction getsockopt, int descriptor, int option, int length) {
        ByteBuffer value = NativeMemory.allocate(Integer.BYTES + CREDENTIALS).order(ByteOrder.nativeOrder());
        try {
            value.putInt(0, CREDENTIALS);
            long at = calls.addressOf(value);
            long result = getsockopt.call(descriptor, SOL_SOCKET, option, at + Integer.BYTES, at, 0, 0, 0);
            return (int) result == 0 && value.getInt(0) == length ? value.getInt(Integer.BYTES) : -1;
        } finally {
            NativeMemory.free(value);
        }
    }
}
