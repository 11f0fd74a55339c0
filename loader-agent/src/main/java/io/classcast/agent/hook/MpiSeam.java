package io.classcast.agent.hook;

import java.util.Arrays;

/** What {@code mpi.MPI} of MPJ Express calls: the application's own Init finds MPI initialised. */
public final class MpiSeam {
    /** For {@link #initialised}: the application's Init has to do its work. */
    public static final int NOT_BY_US = -1;

    private static volatile int initArguments = NOT_BY_US;
    /** The thread of ours that is inside Init. */
    private static volatile Thread initialising;
    private static volatile boolean applicationInitialised;

    private MpiSeam() {
    }

    /** The calling thread is about to call Init; others that do so wait for it. */
    public static void initialising() {
        initialising = Thread.currentThread();
    }

    /**
     * Init has returned, or failed.
     *
     * @param arguments how many leading arguments {@code MPI.Init} would take away; {@link #NOT_BY_US} where it has failed
     */
    public static void initialised(int arguments) {
        synchronized (MpiSeam.class) {
            initArguments = arguments;
            initialising = null;
            MpiSeam.class.notifyAll();
        }
    }

    private static void awaitOurs() {
        boolean interrupted = false;
        synchronized (MpiSeam.class) {
            while (initialising != null) {
                try {
                    MpiSeam.class.wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Called where {@code MPI.Init(String[])} begins.
     *
     * @param arguments of the application
     * @return what Init returns, or null where it has to do its work
     */
    public static String[] init(String[] arguments) {
        Thread ours = initialising;
        if (ours == Thread.currentThread()) {
            return null;
        }
        if (ours != null) {
            awaitOurs();
        }
        int taken = initArguments;
        if (taken < 0 || applicationInitialised || arguments == null) {
            return null;
        }
        applicationInitialised = true;
        return arguments.length <= taken ? new String[0] : Arrays.copyOfRange(arguments, taken, arguments.length);
    }

    /**
     * Called where {@code MPI.Initialized()} begins.
     *
     * @return true where the application has not called Init yet, and must not see that we have
     */
    public static boolean hidesInitialized() {
        return initArguments >= 0 && !applicationInitialised;
    }
}
