package io.classcast.mpi.foreign;

import io.classcast.ClasscastException;
import io.classcast.NativeMemory;
import io.classcast.mpi.Backoff;
import io.classcast.mpi.Communicator;
import io.classcast.mpi.Transfer;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/**
 * Engine {@code mpi}: a communicator of the installed library. Nothing blocks inside MPI, where a library may spin: all is
 * started and then tested for, so that ranks which wait leave the cores to those which work. Direct buffers go to MPI as they
 * are, others are copied. One thread at a time.
 *
 * <p>A rank that is alone calls nothing that communicates: a session of MPICH 4.0.2 that has one process has no UCX worker, and
 * MPI_Test ends in a segmentation fault.
 */
final class NativeCommunicator implements Communicator {
    private final MpiCalls mpi;
    private final MpiLibrary library;
    private final long comm;
    private final long byteType;
    private final int rank;
    private final int size;

    NativeCommunicator(MpiCalls mpi, long comm) {
        this.mpi = mpi;
        this.comm = comm;
        library = mpi.library;
        mpi.made(comm);
        byteType = library.handles.byteType();
        library.check(mpi.rank, mpi.rank.call(comm, library.out()));
        rank = library.outInt();
        library.check(mpi.size, mpi.size.call(comm, library.out()));
        size = library.outInt();
    }

    @Override
    public int rank() {
        return rank;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void broadcast(ByteBuffer bytes, int root) {
        if (size == 1) {
            return;
        }
        ByteBuffer direct = bytes.isDirect() ? bytes : NativeMemory.allocate(bytes.remaining());
        if (direct != bytes && rank == root) {
            direct.put(bytes.duplicate()).flip();
        }
        Request request = new Request(mpi, direct);
        library.check(mpi.ibcast, mpi.ibcast.call(library.addressOf(direct), direct.remaining(), byteType, root, comm, request.address, 0, 0));
        Backoff.await(request);
        if (direct != bytes) {
            if (rank != root) {
                bytes.duplicate().put(direct);
            }
            // Not where the engine failed: it may still write there.
            NativeMemory.free(direct);
        }
    }

    /** MPI_Bcast itself, from rank 0. */
    void blockingBroadcast(ByteBuffer direct) {
        if (size == 1) {
            return;
        }
        library.check(mpi.bcast, mpi.bcast.call(library.addressOf(direct), direct.remaining(), byteType, 0, comm, 0, 0, 0));
        Reference.reachabilityFence(direct);
    }

    @Override
    public byte[] allGather(byte[] mine) {
        if (size == 1) {
            return mine.clone();
        }
        ByteBuffer from = NativeMemory.allocate(mine.length).put(mine).flip();
        ByteBuffer to = NativeMemory.allocate(Math.multiplyExact(mine.length, size));
        Request request = new Request(mpi, to);
        library.check(mpi.iallgather, mpi.iallgather.call(library.addressOf(from), mine.length, byteType, library.addressOf(to), mine.length, byteType, comm,
                request.address));
        Backoff.await(request);
        byte[] all = new byte[to.capacity()];
        to.get(all);
        NativeMemory.free(from);
        NativeMemory.free(to);
        return all;
    }

    @Override
    public Communicator split(int color) {
        if (size == 1) {
            return this;
        }
        library.check(mpi.split, mpi.split.call(comm, color, rank, library.out(), 0, 0, 0, 0));
        return new NativeCommunicator(mpi, library.outHandle());
    }

    @Override
    public boolean takesDirectMemory() {
        return true;
    }

    @Override
    public Transfer send(ByteBuffer bytes, int to, int tag) {
        Request request = new Request(mpi, bytes);
        library.check(mpi.isend, mpi.isend.call(library.addressOf(bytes), bytes.remaining(), byteType, to, tag, comm, request.address, 0));
        return request;
    }

    @Override
    public Transfer receive(ByteBuffer bytes, int from, int tag) {
        Request request = new Request(mpi, bytes);
        library.check(mpi.irecv, mpi.irecv.call(library.addressOf(bytes), bytes.remaining(), byteType, from, tag, comm, request.address, 0));
        return request;
    }

    /** An operation that MPI works on; keeps its memory reachable. */
    static final class Request implements Transfer {
        private final MpiCalls mpi;
        /** The MPI_Request, and behind it the flag of MPI_Test. */
        private final ByteBuffer state = NativeMemory.allocate(16);
        private final long address;
        private ByteBuffer memory;
        private boolean done;

        Request(MpiCalls mpi, ByteBuffer memory) {
            this.mpi = mpi;
            this.memory = memory;
            address = mpi.library.addressOf(state);
        }

        /** Where the library writes the request. */
        long address() {
            return address;
        }

        @Override
        public boolean isDone() {
            if (done) {
                return true;
            }
            if (mpi.isLeft()) {
                throw new ClasscastException("the program has begun");
            }
            mpi.library.check(mpi.test, mpi.test.call(address, address + 8, mpi.library.family.statusIgnore));
            // All of its bytes are the same where it is false, whatever their order.
            if (state.getInt(8) == 0) {
                return false;
            }
            NativeMemory.free(state);
            memory = null;
            done = true;
            return true;
        }
    }
}
