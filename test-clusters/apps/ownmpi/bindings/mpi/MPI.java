package mpi;

/** A class of the name of Open MPI's Java bindings, which does what they do in their order; its methods are a few of theirs. */
public final class MPI {
    /** All ranks. */
    public static final Comm COMM_WORLD;
    private static boolean initialized;

    static {
        System.loadLibrary("mpi_java");
        COMM_WORLD = new Comm();
    }

    private MPI() {
    }

    /** MPI_Init; gives the arguments that are not the library's. */
    public static String[] Init(String[] arguments) {
        if (initialized) {
            throw new IllegalStateException("MPI is already initialized.");
        }
        String[] rest = nativeInit(arguments);
        initialized = true;
        COMM_WORLD.begin();
        return rest;
    }

    /** MPI_Init_thread. */
    public static int InitThread(String[] arguments, int level) {
        if (initialized) {
            throw new IllegalStateException("MPI is already initialized.");
        }
        int provided = nativeInitThread(level);
        initialized = true;
        COMM_WORLD.begin();
        return provided;
    }

    /** MPI_Finalize. */
    public static void Finalize() {
        nativeFinalize();
    }

    private static native String[] nativeInit(String[] arguments);

    private static native int nativeInitThread(int level);

    private static native void nativeFinalize();

    /** MPI_Initialized. */
    public static native boolean isInitialized();

    /** MPI_Finalized. */
    public static native boolean isFinalized();

    /** MPI_Is_thread_main. */
    public static native boolean isThreadMain();

    /** MPI_Query_thread. */
    public static native int queryThread();
}
