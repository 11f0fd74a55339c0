package io.classcast.mpi.foreign;

import java.nio.ByteBuffer;

/**
 * MPI that is initialised by us and used by the application as if it had come first: see sharing.c and farewell.c. Safe for all threads.
 */
public interface MpiSharing {
    /** Told to {@link #releaseInit} where MPI is not initialised by us. */
    int NOT_OURS = -1;

    /**
     * Steps into a library, so that whoever looks for its functions of start and end from now on finds ours. Once.
     *
     * @param library what dlopen(3) gave
     * @return false where that is not possible
     */
    boolean stepInto(long library);

    /**
     * The application's own MPI_Init waits from now on, until {@link #releaseInit}.
     *
     * @return false where it has been called already: MPI is the application's
     */
    boolean holdInit();

    /**
     * The application's MPI_Init goes on.
     *
     * @param level of thread support (MPI_THREAD_…) with which we have initialised MPI, or {@link #NOT_OURS}
     */
    void releaseInit(int level);

    /**
     * What the launcher waits for is said at the exit of the process, also by {@code Runtime.halt}, unless the application has initialised
     * MPI and has to say it itself. Once.
     *
     * @param socket hydra's, or -1 for PMIx
     */
    void sayGoodByeAtExit(int socket);

    /**
     * From now on the ranks of a node know of each other whether an application has initialised MPI: one that ends without that is taken for
     * crashed where others wait for it.
     *
     * @param word four bytes of memory that they share, 0 at first; stays mapped until the process ends
     */
    void shareWord(ByteBuffer word);
}
