package io.classcast.agent.hook;

import java.util.Arrays;

/** What {@code mpi.MPI} of MPJ Express calls: the application's own Init finds MPI initialised. */
public final class MpiSeam {
    private static volatile int initArguments = -1;
    private static volatile boolean applicationInitialised;

    private MpiSeam() {
    }

    /**
     * From now on MPI is initialised by us.
     *
     * @param arguments how many leading arguments {@code MPI.Init} would take away
     */
    public static void initialised(int arguments) {
        initArguments = arguments;
    }

    /**
     * Called where {@code MPI.Init(String[])} begins.
     *
     * @param arguments of the application
     * @return what Init returns, or null where it has to do its work
     */
    public static String[] init(String[] arguments) {
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
