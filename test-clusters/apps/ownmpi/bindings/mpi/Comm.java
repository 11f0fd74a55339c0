package mpi;

/** The world. */
public final class Comm {
    private long handle;

    Comm() {
    }

    /** The library is initialised. */
    void begin() {
        handle = world();
    }

    /** MPI_Comm_rank. */
    public int getRank() {
        return rank(handle);
    }

    /** MPI_Comm_size. */
    public int getSize() {
        return size(handle);
    }

    /** MPI_Allreduce with MPI_SUM. */
    public int sum(int number) {
        return sum(handle, number);
    }

    /** MPI_Barrier. */
    public void barrier() {
        barrier(handle);
    }

    private static native long world();

    private static native int rank(long handle);

    private static native int size(long handle);

    private static native int sum(long handle, int number);

    private static native void barrier(long handle);
}
