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
    /** What one thread does before others are thought of: the first looks load classes. */
    private static final int ALONE = 2;
    /** A look that takes less is answered from memory, and dearer to hand to another thread. */
    private static final long SHORT_NANOS = 100_000;

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
        // The others end before this method does, whatever happens here.
        work(workers);
        boolean interrupted = false;
        for (Worker worker : workers) {
            while (worker.isAlive()) {
                try {
                    worker.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
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

    /**
     * What is thrown is kept: the caller throws it when all have ended.
     *
     * @param helpers is given threads where looks take long; null where this is one of them
     */
    private void work(List<Worker> helpers) {
        try {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                long begun = System.nanoTime();
                look(i);
                if (helpers != null && i >= ALONE - 1 && helpers.isEmpty() && System.nanoTime() - begun > SHORT_NANOS) {
                    start(helpers, Math.min(THREADS, count - i) - 1);
                }
            }
        } catch (RuntimeException e) {
            exception = e;
        } catch (Error e) {
            error = e;
        }
    }

    private void start(List<Worker> helpers, int wanted) {
        try {
            while (helpers.size() < wanted) {
                Worker helper = new Worker();
                helper.start();
                helpers.add(helper);
            }
        } catch (OutOfMemoryError e) {
            // No more threads are allowed: those that are there do it.
        }
    }

    private final class Worker extends Thread {
        Worker() {
            super(threadName);
            setDaemon(true);
        }

        @Override
        public void run() {
            work(null);
        }
    }
}
