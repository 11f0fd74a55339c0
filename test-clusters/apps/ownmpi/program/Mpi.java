/** The few calls of MPI that the program makes, by whatever way. Errors are the library's own: by default it ends the job. */
interface Mpi {
    /** MPI_Init. */
    void init();

    /** MPI_Init_thread; 0 for MPI_THREAD_SINGLE to 3 for MPI_THREAD_MULTIPLE, and so is what was provided. */
    int initThread(int level);

    /** MPI_Initialized. */
    boolean isInitialized();

    /** MPI_Finalized. */
    boolean isFinalized();

    /** MPI_Finalize. */
    void end();

    /** MPI_Is_thread_main. */
    boolean isThreadMain();

    /** MPI_Query_thread, as {@link #initThread} counts. */
    int queryThread();

    /** MPI_Comm_rank of the world. */
    int rank();

    /** MPI_Comm_size of the world. */
    int size();

    /** MPI_Allreduce of one number with MPI_SUM. */
    int sum(int number);

    /** MPI_Barrier. */
    void barrier();
}
