package io.classcast.mpi.foreign;

import io.classcast.NativeMemory;
import java.nio.ByteBuffer;

/**
 * Variables that keep MPI from changing the JVM, in the C environment while the library is loaded and initialised, unless the
 * user has set them. They are taken away again, since the application's child processes would inherit them.
 */
final class QuietEnvironment implements AutoCloseable {
    /**
     * UCX would replace the JVM's handler of SIGSEGV, and the JVM's next implicit null check would crash it. Open MPI and UCX
     * would patch munmap and brk in the C library; Open MPI started directly by srun would bind the process to one core.
     */
    private static final String[][] VARIABLES = {
        {"UCX_ERROR_SIGNALS", ""}, {"UCX_MEM_EVENTS", "n"}, {"UCX_WARN_UNUSED_ENV_VARS", "n"},
        {"OMPI_MCA_memory", "^patcher"}, {"OMPI_MCA_opal_signal", ""}, {"OMPI_MCA_hwloc_base_binding_policy", "none"},
    };

    private final ForeignCalls calls;
    private final CFunction unsetenv;

    QuietEnvironment(ForeignCalls calls) {
        this.calls = calls;
        unsetenv = calls.libc("unsetenv");
        CFunction setenv = calls.libc("setenv");
        for (String[] variable : VARIABLES) {
            if (System.getenv(variable[0]) == null) {
                ByteBuffer name = MpiLibrary.cString(variable[0]);
                ByteBuffer value = MpiLibrary.cString(variable[1]);
                setenv.call(calls.addressOf(name), calls.addressOf(value), 1);
                NativeMemory.free(name);
                NativeMemory.free(value);
            }
        }
    }

    @Override
    public void close() {
        for (String[] variable : VARIABLES) {
            if (System.getenv(variable[0]) == null) {
                ByteBuffer name = MpiLibrary.cString(variable[0]);
                unsetenv.call(calls.addressOf(name));
                NativeMemory.free(name);
            }
        }
    }
}
