package io.classcast.agent;

import io.classcast.agent.hook.JdkNumbers;
import java.lang.instrument.Instrumentation;

/**
 * Steps into the JDK's classes on a thread of its own while the options are being read: on JDK 17 either
 * takes 8 ms or more. Reading options touches none of these classes. The thread has ended before another one of ours begins.
 */
final class HeadStart extends Thread {
    private final Instrumentation instrumentation;

    private HeadStart(Instrumentation instrumentation) {
        super(JdkNumbers.group(), "classcast-ahead");
        setDaemon(true);
        this.instrumentation = instrumentation;
    }

    /**
     * Begins.
     *
     * @param instrumentation the agent's; null: there is nothing to do
     * @return to be waited for
     */
    static HeadStart begin(Instrumentation instrumentation) {
        HeadStart thread = new HeadStart(instrumentation);
        if (instrumentation == null) {
            return thread;
        }
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            // No thread is to be had.
            thread.run();
        }
        return thread;
    }

    @Override
    public void run() {
        JdkDoors.ahead(instrumentation);
    }

    /** Waits until these classes are loaded. */
    void await() {
        boolean interrupted = false;
        while (isAlive()) {
            try {
                join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            currentThread().interrupt();
        }
    }
}
