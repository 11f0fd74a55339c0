package io.classcast.mpi;

import io.classcast.NativeMemory;
import java.nio.ByteBuffer;

/**
 * The few collectives that Classcast needs (MPI-4.1, chapter 6), on a communicator of its own. All calls are made by one
 * thread, on every rank in the same order; each may block for as long as the slowest rank takes. Failures are
 * {@link io.classcast.ClasscastException}s with the engine's own words.
 */
public interface Communicator {
    /**
     * This process's rank.
     *
     * @return from 0 to size - 1
     */
    int rank();

    /**
     * The number of ranks.
     *
     * @return at least 1
     */
    int size();

    /**
     * Broadcasts bytes (MPI_Bcast).
     *
     * @param bytes between position and limit: read on the root, written on all others; the position is left alone
     * @param root rank that sends
     */
    void broadcast(ByteBuffer bytes, int root);

    /**
     * Gathers equally long records of all ranks on all ranks (MPI_Allgather).
     *
     * @param mine this rank's record
     * @return all records, by rank
     */
    byte[] allGather(byte[] mine);

    /**
     * Splits into disjoint communicators (MPI_Comm_split), ranks in the old order.
     *
     * @param color those with the same color stay together; not negative
     * @return the new communicator
     */
    Communicator split(int color);

    /**
     * Starts sending (MPI_Isend).
     *
     * @param bytes between position and limit; allocated here, with an array, or direct where {@link #takesDirectMemory}
     * @param to receiving rank
     * @param tag of the message
     * @return the message; the bytes must not change until it is done
     */
    Transfer send(ByteBuffer bytes, int to, int tag);

    /**
     * Starts receiving (MPI_Irecv).
     *
     * @param bytes filled from position to limit, exactly; allocated here, with an array, or direct where
     *     {@link #takesDirectMemory}
     * @param from sending rank
     * @param tag of the message
     * @return the message; the bytes are there when it is done
     */
    Transfer receive(ByteBuffer bytes, int from, int tag);

    /**
     * Memory that messages travel in with the fewest copies.
     *
     * @param length bytes
     * @return a buffer with so many bytes remaining; what is before its position is the engine's; {@link NativeMemory#free} frees it
     */
    default ByteBuffer allocate(int length) {
        return takesDirectMemory() ? NativeMemory.allocate(length) : ByteBuffer.allocate(length);
    }

    /**
     * Whether messages are sent from any direct memory.
     *
     * @return true: from direct and mapped buffers, without a copy; false: from what is allocated here, and arrays
     */
    default boolean takesDirectMemory() {
        return false;
    }
}
