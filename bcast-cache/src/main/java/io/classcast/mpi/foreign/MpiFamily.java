package io.classcast.mpi.foreign;

/**
 * The constants that MPI leaves to each library's header. Handles are passed as 64-bit values; where they are ints the callee
 * looks at the lower half.
 */
enum MpiFamily {
    /** Open MPI 4 and 5 (mpi.h): handles are addresses of global objects. */
    OPEN_MPI("Open MPI", 8, 0, 2),
    /** The MPICH ABI (MPICH 3.1 and later, Intel MPI, Cray MPICH, MVAPICH; mpi.h): handles are ints. */
    MPICH("MPICH", 4, 1, 2),
    /** The standard ABI (MPI 5.0, chapter 20; mpi_abi.h): handles are pointers with fixed values. */
    MPI_ABI("MPI ABI", 8, 0, 2048);

    /** What people call it. */
    final String label;
    /** Bytes of a handle in memory. */
    final int handleBytes;
    /** MPI_STATUS_IGNORE. */
    final long statusIgnore;
    /** MPI_THREAD_SERIALIZED. */
    final int threadSerialized;

    MpiFamily(String label, int handleBytes, long statusIgnore, int threadSerialized) {
        this.label = label;
        this.handleBytes = handleBytes;
        this.statusIgnore = statusIgnore;
        this.threadSerialized = threadSerialized;
    }

    /** MPI_COMM_WORLD, MPI_BYTE, MPI_INFO_NULL, MPI_ERRORS_RETURN. */
    record Handles(long world, long byteType, long noInfo, long errorsReturn) {
    }

    /** The predefined handles of a loaded library. */
    Handles handles(Symbols library) {
        return switch (this) {
            case OPEN_MPI -> new Handles(library.find("ompi_mpi_comm_world"), library.find("ompi_mpi_byte"),
                    library.find("ompi_mpi_info_null"), library.find("ompi_mpi_errors_return"));
            case MPICH -> new Handles(0x44000000L, 0x4c00010dL, 0x1c000000L, 0x54000001L);
            case MPI_ABI -> new Handles(0x101L, 0x247L, 0x130L, 0x143L);
        };
    }

    /** The family that a loaded library belongs to, by what it exports. */
    static MpiFamily of(Symbols library, String file) {
        if (library.has("ompi_mpi_comm_world")) {
            return OPEN_MPI;
        }
        return file.contains("mpi_abi") ? MPI_ABI : MPICH;
    }

    /** Looks names up in a loaded library. */
    interface Symbols {
        /** Address of a symbol; throws where it is missing. */
        long find(String name);

        /** Whether a symbol is there. */
        boolean has(String name);
    }
}
