package io.classcast.job;

/**
 * The sign of life of the thread that talks to the other ranks. The thread that waits for it gives up when no collective
 * has ended for the timeout: a collective that hangs cannot be called off (MPI-4.1, 2.8), only left behind.
 */
public final class Pulse {
    private volatile long last = System.nanoTime();

    /** Creates a pulse that has just beaten. */
    public Pulse() {
    }

    /** A collective has ended. */
    public void beat() {
        last = System.nanoTime();
    }

    /**
     * Time since the last beat.
     *
     * @return milliseconds
     */
    public long silentMillis() {
        return (System.nanoTime() - last) / 1_000_000;
    }
}
