package io.classcast.mpi.foreign;

/**
 * The constants that MPI leaves to each library's header. Handles are passed as 64-bit values; where they are ints the callee
 * looks at the lower half.
 */
enum MpiFamily {
    /** Open MPI 4 and 5 (mpi.h): handles are addresses of global objects. */
    OPEN_MPI("Open MPI", 8, 0, 3),
    /** The MPICH ABI (MPICH 3.1 and later, Intel MPI, Cray MPICH, MVAPICH; mpi.h): handles are ints. */
    MPICH("MPICH", 4, 1, 3),
    /** The standard ABI (MPI 5.0, chapter 20; mpi_abi.h): handles are pointers with fixed values. */
    MPI_ABI("MPI ABI", 8, 0, 4096);

    /** What every library of Open MPI exports, that of the standard ABI included. */
    static final String OPEN_MPI_OBJECT = "ompi_mpi_comm_world";

    /** What people call it. */
    final String label;
    /** Bytes of a handle in memory. */
    final int handleBytes;
    /** MPI_STATUS_IGNORE. */
    final long statusIgnore;
    /** MPI_THREAD_MULTIPLE. */
    final int threadMultiple;

    MpiFamily(String label, int handleBytes, long statusIgnore, int threadMultiple) {
        this.label = label;
        this.handleBytes = handleBytes;
        this.statusIgnore = statusIgnore;
        this.threadMultiple = threadMultiple;
    }

    /** MPI_COMM_WORLD, MPI_BYTE, MPI_INFO_NULL, MPI_ERRORS_RETURN. */
    record Handles(long world, long byteType, long noInfo, long errorsReturn) {
    }

    /** The predefined handles of a loaded library. */
    Handles handles(Symbols library) {
        return switch (this) {
            case OPEN_MPI -> new Handles(library.find(OPEN_MPI_OBJECT), library.find("ompi_mpi_byte"),
                    library.find("ompi_mpi_info_null"), library.find("ompi_mpi_errors_return"));
            case MPICH -> new Handles(0x44000000L, 0x4c00010dL, 0x1c000000L, 0x54000001L);
            case MPI_ABI -> new Handles(0x101L, 0x247L, 0x130L, 0x143L);
        };
    }

    /** The family that a loaded library belongs to, by its name and what it exports. */
    static MpiFamily of(Symbols library, String file) {
        // Asked first: the libraries of the standard ABI are made over the others, and export the objects of those, too (Open MPI 6).
        if (file.substring(file.lastIndexOf('/') + 1).contains("mpi_abi")) {
            return MPI_ABI;
        }
        return library.has(OPEN_MPI_OBJECT) ? OPEN_MPI : MPICH;
    }

    /** Looks names up in a loaded library. */
    interface Symbols {
        /** Address of a symbol; throws where it is missing. */
        long find(String name);

        /** Whether a symbol is there. */
        boolean has(String name);
    }
}
