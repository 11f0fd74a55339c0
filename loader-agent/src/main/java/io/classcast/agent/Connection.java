package io.classcast.agent;

import io.classcast.job.Pulse;
import io.classcast.mpi.Communicator;

/** How this process comes to its job's ranks, and what is to be done when they have nothing more to say to each other. */
interface Connection {
    /** Whether this process will be rank 0, as far as its launcher tells: connecting and scanning then go on at the same time. */
    boolean isFirst();

    /**
     * How long connecting may take.
     *
     * @param timeoutMillis option timeout, which holds for all that follows
     * @return milliseconds
     */
    default long connectMillis(long timeoutMillis) {
        return timeoutMillis;
    }

    /**
     * Connects. Called once, on the job's thread.
     *
     * @param pulse beats where the ranks have met
     * @return the job's ranks, on a communicator of our own
     * @throws io.classcast.ClasscastException the reason to fall back
     */
    Communicator connect(Pulse pulse);

    /** The last message has been sent, or the ranks have agreed to fall back: returns when that is so on all ranks. Called on the job's thread. */
    default void complete() {
    }

    /** Nobody waits for the outcome any more, and the application begins. Called by another thread than the job's, at any time. */
    default void abandon() {
    }

    /** All has been said. Called on the job's thread, whatever the outcome; the application may be running by then. */
    default void end() {
    }
}
