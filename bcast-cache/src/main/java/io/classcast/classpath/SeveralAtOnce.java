package io.classcast.classpath;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Looks at many files, several at the same time, since each look is a round trip to their file system. The calling thread takes part, so
 * it works without any other. For one use.
 */
abstract class SeveralAtOnce {
    /** Looks at once; as many as a scan reads entries. */
    private static final int THREADS = 8;
    /** What one thread does sooner than another one is started. */
    private static final int ALONE = 4;

    private final String threadName;
    private final int count;
    private final AtomicInteger next = new AtomicInteger();
    private RuntimeException exception;
    private Error error;

    /**
     * Prepares.
     *
     * @param threadName of the other threads
     * @param count how many there are to look at
     */
    SeveralAtOnce(String threadName, int count) {
        this.threadName = threadName;
        this.count = count;
    }

    /**
     * Looks at one; called by any thread.
     *
     * @param number from 0
     */
    abstract void look(int number);

    /** Looks at all of them; what they have written is then seen by the caller, and what one of them has thrown is thrown here. */
    final void lookAtAll() {
        List<Worker> workers = new ArrayList<>();
        try {
            while (workers.size() < Math.min(THREADS - 1, count / ALONE)) {
                Worker worker = new Worker();
                worker.start();
                workers.add(worker);
            }
        } catch (OutOfMemoryError e) {
            // No more threads are allowed: those that are there do it.
        }
        // The others end before this method does, whatever happens here.
        work();
        boolean interrupted = false;
        for (Worker worker : workers) {
            interrupted |= awaitEnd(worker);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (error != null) {
            throw error;
        }
        if (exception != null) {
            throw exception;
        }
    }

    /** Returns whether this thread was interrupted meanwhile. */
    static boolean awaitEnd(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }

    /** What is thrown is kept: the caller throws it when all have ended. */
    private void work() {
        try {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                look(i);
            }
        } catch (RuntimeException e) {
            exception = e;
        } catch (Error e) {
            error = e;
        }
    }

    private final class Worker extends Thread {
        Worker() {
            super(threadName);
            setDaemon(true);
        }

        @Override
        public void run() {
            work();
        }
    }
}
