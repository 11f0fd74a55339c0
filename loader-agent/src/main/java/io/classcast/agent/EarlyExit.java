package io.classcast.agent;

import java.lang.instrument.Instrumentation;

/**
 * Ends the JVM before the program begins. Not in premain itself: JDK 26 and later wait up to 60 s for each JVMTI
 * callback in progress before they end (JvmtiEventController::vm_death, JDK-8355631), and premain is called from one.
 * So premain returns, the main thread is stopped in java's launcher, before it looks for the program, and a thread of
 * ours ends the JVM then. On every JDK, so that it is tried on every JDK.
 */
final class EarlyExit extends Thread {
    /** For the agents that are started behind ours, milliseconds. */
    private static final int PATIENCE = 60_000;

    private final Thread main;
    private final int code;

    private EarlyExit(Thread main, int code) {
        super("classcast-exit");
        // The JVM of java -version would end without it.
        setDaemon(false);
        this.main = main;
        this.code = code;
    }

    /**
     * To be called by the thread that starts the program, which returns from premain then.
     *
     * @param code exit code of the JVM
     * @param instrumentation of this JVM
     */
    static void after(int code, Instrumentation instrumentation) {
        try {
            if (LauncherHold.stop(instrumentation)) {
                new EarlyExit(Thread.currentThread(), code).start();
                return;
            }
        } catch (RuntimeException | Error e) {
            // No thread is to be had, or whatever it is: later is better than not at all.
        }
        System.exit(code);
    }

    @Override
    public void run() {
        try {
            for (int waited = 0; waited < PATIENCE && main.isAlive() && !LauncherHold.has(main); waited++) {
                Thread.sleep(1);
            }
        } catch (InterruptedException e) {
            // Nobody does; the end is what is wanted.
        }
        System.exit(code);
    }

    /** Thrown from within premain, so that what has been begun is given back on the way out. */
    static final class Wanted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int code;

        /**
         * All has been said.
         *
         * @param code exit code of the JVM
         */
        Wanted(int code) {
            super("exit code ".concat(Integer.toString(code)), null, false, false);
            this.code = code;
        }

        int code() {
            return code;
        }
    }
}
