package io.classcast.mpi.foreign;

import io.classcast.NativeMemory;
import java.nio.ByteBuffer;

/** What is said to Open MPI's launchers past MPI, through the library that Open MPI itself uses for that (PMIx standard 4.1). Nothing where it is not there. */
final class Pmix {
    private static final int RTLD_LAZY = 1;
    private static final int RTLD_NOLOAD = 4;

    private Pmix() {
    }

    /**
     * The word that they expect of a process that has initialised MPI or has opened a session: without it an exit is a crash, and the whole
     * job is killed. MPI_Finalize sends it, but is collective; where the other ranks do not answer, this says it for this process alone
     * (PMIx_Finalize, 5.1.2; no barrier is asked for without an attribute).
     *
     * <p>Said when the process exits. Not earlier: a thread that is still in MPI_Init would go on without PMIx, fail, and end the process with
     * the exit code of its failure. (glibc's on_exit calls a function with an exit code and an address: here, no attributes. Handlers run in
     * reverse order, this one first.)
     */
    static void sayGoodByeAtExit(ForeignCalls calls) {
        try {
            long function = find(calls, "PMIx_Finalize");
            if (function != 0) {
                calls.libc("on_exit").call(function, 0);
            }
        } catch (RuntimeException e) {
            // There is nobody to say it to; and the JVM is ending.
        }
    }

    /**
     * Waits until all ranks of the job have come here, without a message of MPI (PMIx_Fence, 6.2; no processes: all of this namespace. Of some of them,
     * on several hosts, it does not return under Open MPI 4.1.4). No rank may be in MPI_Init or MPI_Finalize at the same time: those meet in the same way.
     */
    static void awaitAll(ForeignCalls calls) {
        long function = find(calls, "PMIx_Fence");
        if (function != 0) {
            calls.function("PMIx_Fence", function).call(0, 0, 0, 0, 0, 0, 0, 0);
        }
    }

    private static long find(ForeignCalls calls, String name) {
        ByteBuffer file = MpiLibrary.cString("libpmix.so.2");
        ByteBuffer symbol = MpiLibrary.cString(name);
        try {
            // Not there under its usual name: 0 is RTLD_DEFAULT, and what an MPI library needs is global, as it is itself.
            long library = calls.libc("dlopen").call(calls.addressOf(file), RTLD_LAZY | RTLD_NOLOAD);
            return calls.libc("dlsym").call(library, calls.addressOf(symbol));
        } finally {
            NativeMemory.free(file);
            NativeMemory.free(symbol);
        }
    }
}
