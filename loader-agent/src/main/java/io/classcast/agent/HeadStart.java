package io.classcast.agent;

import io.classcast.agent.jdk.ChangeDoors;
import io.classcast.agent.jdk.JdkNumbers;
import java.lang.instrument.Instrumentation;

/**
 * Steps into those of the JDK's classes that the JVM has not loaded yet, which need not be redefined then: into the one that streams need at once, into
 * the others on a thread of its own while the options are being read. On JDK 17 either takes 8 ms. Whatever goes wrong is tried again, and told, when
 * the doors are opened: an exception from here would end the JVM.
 */
final class HeadStart extends Thread {
    private final Instrumentation instrumentation;

    private HeadStart(Instrumentation instrumentation) {
        super(JdkNumbers.group(), "classcast-ahead");
        setDaemon(true);
        this.instrumentation = instrumentation;
    }

    /**
     * Steps into the class that streams need; before anything opens a file.
     *
     * @param instrumentation the agent's
     */
    static void first(Instrumentation instrumentation) {
        try {
            ChangeDoors.ahead(instrumentation);
        } catch (RuntimeException | Error e) {
            return;
        }
    }

    /**
     * Steps into the others.
     *
     * @param instrumentation the agent's; null: there is nothing to do
     * @return to be waited for
     */
    static HeadStart others(Instrumentation instrumentation) {
        HeadStart thread = new HeadStart(instrumentation);
        if (instrumentation != null) {
            try {
                thread.start();
            } catch (OutOfMemoryError e) {
                // No thread is to be had.
                thread.run();
            }
        }
        return thread;
    }

    @Override
    public void run() {
        try {
            ChangeDoors.loadAhead(instrumentation);
        } catch (RuntimeException | Error e) {
            return;
        }
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
