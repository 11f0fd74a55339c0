/** MPI by JNI: a C library that is linked with the MPI library (ownmpi.c). */
final class JniMpi implements Mpi {
    /** Takes the library's file. */
    JniMpi(String library) {
        System.load(library);
    }

    @Override
    public native void init();

    @Override
    public native int initThread(int level);

    @Override
    public native boolean isInitialized();

    @Override
    public native boolean isFinalized();

    @Override
    public native void end();

    @Override
    public native boolean isThreadMain();

    @Override
    public native int queryThread();

    @Override
    public native int rank();

    @Override
    public native int size();

    @Override
    public native int sum(int number);

    @Override
    public native void barrier();
}
