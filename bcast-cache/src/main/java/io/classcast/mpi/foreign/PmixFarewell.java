package io.classcast.mpi.foreign;

import io.classcast.NativeMemory;
import java.nio.ByteBuffer;

/**
 * The word that Open MPI's launchers expect of a process that has initialised MPI or has opened a session: without it an exit is a crash,
 * and the whole job is killed. MPI_Finalize sends it, but is collective; where the other ranks do not answer, this says it for this process alone
 * (PMIx_Finalize, PMIx standard 4.1, 5.1.2; no barrier is asked for without an attribute).
 */
final class PmixFarewell {
    private static final int RTLD_LAZY = 1;
    private static final int RTLD_NOLOAD = 4;

    private PmixFarewell() {
    }

    /**
     * Has it said when the process exits, where the library that Open MPI itself uses is there. Not earlier: a
     * thread that is still in MPI_Init would go on without PMIx, fail, and end the process with the exit code of its failure. (glibc's
     * on_exit calls a function with an exit code and an address: here, no attributes. Handlers run in reverse order, this one first.)
     */
    static void sayAtExit(ForeignCalls calls) {
        ByteBuffer file = MpiLibrary.cString("libpmix.so.2");
        ByteBuffer name = MpiLibrary.cString("PMIx_Finalize");
        try {
            // Not there under its usual name: 0 is RTLD_DEFAULT, and what an MPI library needs is global, as it is itself.
            long library = calls.libc("dlopen").call(calls.addressOf(file), RTLD_LAZY | RTLD_NOLOAD);
            long function = calls.libc("dlsym").call(library, calls.addressOf(name));
            if (function != 0) {
                calls.libc("on_exit").call(function, 0);
            }
        } catch (RuntimeException e) {
            // There is nobody to say it to; and the JVM is ending.
        } finally {
            NativeMemory.free(file);
            NativeMemory.free(name);
        }
    }
}
