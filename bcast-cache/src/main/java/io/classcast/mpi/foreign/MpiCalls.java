package io.classcast.mpi.foreign;

/** The functions of a communicator, linked once. Counts are ints (MPI-4.1, 2.5.8), buffers addresses. */
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
    }
}
