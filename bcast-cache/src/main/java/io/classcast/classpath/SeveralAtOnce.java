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
    private static final int ALONE = 8;
    /** Looks that say nothing of the file system: the first ones load classes. */
    private static final int FIRST = 2;
    /** A look that takes longer is one that waits: others may be under way meanwhile. */
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
        start(workers, Math.min(Runtime.getRuntime().availableProcessors(), count / ALONE) - 1);
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
     * @param helpers is given more threads where looks take long; null where this is one of them
     */
    private void work(List<Worker> helpers) {
        try {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                long begun = System.nanoTime();
                look(i);
                if (helpers != null && i >= FIRST && System.nanoTime() - begun > SHORT_NANOS) {
                    start(helpers, count - i);
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
            while (helpers.size() < Math.min(THREADS - 1, wanted)) {
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
