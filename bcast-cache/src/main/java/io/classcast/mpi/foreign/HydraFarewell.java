package io.classcast.mpi.foreign;

import io.classcast.NativeMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The word that hydra, MPICH's launcher, expects of a process that has spoken to it: without {@code cmd=finalize} (PMI-1 wire
 * protocol) an exit is a crash, and the whole job is killed. Finalising our session would send it, but is collective, and
 * hangs over TCP more often than not (MPICH 4.0.2, in C as well); this is not. Where MPICH has said it itself, because the
 * application called MPI_Finalize, the socket is gone, and nothing is done.
 */
final class HydraFarewell {
    private static final int PATIENCE_MILLIS = 1000;

    private final int descriptor;
    private final String socket;
    private final CFunction write;
    private final CFunction read;
    private final CFunction poll;
    private final ForeignCalls calls;

    private HydraFarewell(ForeignCalls calls, int descriptor, String socket) {
        this.calls = calls;
        this.descriptor = descriptor;
        this.socket = socket;
        write = calls.libc("write");
        read = calls.libc("read");
        poll = calls.libc("poll");
    }

    /**
     * Hydra's socket in this process.
     *
     * @return -1 where hydra did not start it
     */
    static int socket(Map<String, String> environment) {
        String number = environment.get("PMI_FD");
        if (number == null || !environment.containsKey("MPI_LOCALRANKID")) {
            return -1;
        }
        try {
            int descriptor = Integer.parseInt(number);
            return target(descriptor).startsWith("socket:") ? descriptor : -1;
        } catch (NumberFormatException | IOException e) {
            return -1;
        }
    }

    /**
     * Prepares, before MPI is initialised.
     *
     * @param descriptor {@link #socket}
     */
    static HydraFarewell prepare(ForeignCalls calls, int descriptor) {
        try {
            return new HydraFarewell(calls, descriptor, target(descriptor));
        } catch (IOException e) {
            return null;
        }
    }

    private static String target(int descriptor) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
    }

    /** Says it, and waits a moment for the answer, so that hydra does not write to a closed socket. */
    void say() {
        ByteBuffer bytes = NativeMemory.allocate(256).order(ByteOrder.nativeOrder());
        try {
            if (!target(descriptor).equals(socket)) {
                return;
            }
            long at = calls.addressOf(bytes);
            byte[] words = "cmd=finalize\n".getBytes(StandardCharsets.US_ASCII);
            bytes.put(0, words);
            if (write.call(descriptor, at, words.length) != words.length) {
                return;
            }
            // struct pollfd {int fd; short events; short revents}, POLLIN
            bytes.putInt(0, descriptor).putShort(4, (short) 1).putShort(6, (short) 0);
            if ((int) poll.call(at, 1, PATIENCE_MILLIS) == 1) {
                read.call(descriptor, at, 256);
            }
        } catch (IOException | RuntimeException e) {
            // The socket is gone, there is nobody to say it to; and the JVM is ending.
        } finally {
            NativeMemory.free(bytes);
        }
    }
}
