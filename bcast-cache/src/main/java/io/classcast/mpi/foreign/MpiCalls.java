package io.classcast.mpi.foreign;

import java.util.ArrayList;
import java.util.List;

/** The functions of a communicator, linked once, and the communicators that they were used on. Counts are ints (MPI-4.1, 2.5.8), buffers addresses. One thread. */
final class MpiCalls {
    final MpiLibrary library;
    final CFunction rank;
    final CFunction size;
    final CFunction split;
    final CFunction bcast;
    final CFunction ibcast;
    final CFunction iallgather;
    final CFunction isend;
    final CFunction irecv;
    final CFunction test;
    private final CFunction free;
    /** Handles. */
    private final List<Long> communicators = new ArrayList<>();
    private volatile boolean left;

    MpiCalls(MpiLibrary library) {
        this.library = library;
        rank = library.function("MPI_Comm_rank");
        size = library.function("MPI_Comm_size");
        split = library.function("MPI_Comm_split");
        bcast = library.function("MPI_Bcast");
        ibcast = library.function("MPI_Ibcast");
        iallgather = library.function("MPI_Iallgather");
        isend = library.function("MPI_Isend");
        irecv = library.function("MPI_Irecv");
        test = library.function("MPI_Test");
        free = library.function("MPI_Comm_free");
    }

    /** No MPI call any more: the application may finalise it. */
    void leave() {
        left = true;
    }

    boolean isLeft() {
        return left;
    }

    void made(long communicator) {
        communicators.add(communicator);
    }

    /** Gives all communicators back; all ranks do this, when nothing is on its way any more. */
    void freeAll() {
        for (long communicator : communicators) {
            library.check(free, free.call(library.out(communicator)));
        }
        communicators.clear();
    }
}
