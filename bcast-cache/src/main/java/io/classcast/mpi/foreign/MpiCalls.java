package io.classcast.mpi.foreign;

import io.classcast.ClasscastException;
import java.lang.invoke.MethodHandle;

/** The functions of a communicator, linked once. Counts are ints (MPI-4.1, 2.5.8), buffers addresses. */
final class MpiCalls {
    final MpiLibrary library;
    final MethodHandle rank;
    final MethodHandle size;
    final MethodHandle split;
    final MethodHandle bcast;
    final MethodHandle ibcast;
    final MethodHandle iallgather;
    final MethodHandle isend;
    final MethodHandle irecv;
    final MethodHandle test;

    MpiCalls(MpiLibrary library) {
        this.library = library;
        Class<?> p = long.class;
        Class<?> i = int.class;
        rank = library.function("MPI_Comm_rank", p, p);
        size = library.function("MPI_Comm_size", p, p);
        split = library.function("MPI_Comm_split", p, i, i, p);
        bcast = library.function("MPI_Bcast", p, i, p, i, p);
        ibcast = library.function("MPI_Ibcast", p, i, p, i, p, p);
        iallgather = library.function("MPI_Iallgather", p, i, p, p, i, p, p, p);
        isend = library.function("MPI_Isend", p, i, p, i, i, p, p);
        irecv = library.function("MPI_Irecv", p, i, p, i, i, p, p);
        test = library.function("MPI_Test", p, p, p);
    }

    static ClasscastException unexpected(String call, Throwable e) {
        return e instanceof ClasscastException known ? known : new ClasscastException(call + " failed: " + e, e);
    }
}
