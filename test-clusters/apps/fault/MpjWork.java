import mpi.MPI;

/** {@link Work} as a program of MPJ Express. */
public final class MpjWork {
    private MpjWork() {
    }

    public static void main(String[] given) throws Exception {
        String[] arguments = MPI.Init(given);
        Work.main(arguments);
        MPI.Finalize();
    }
}
