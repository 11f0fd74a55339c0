import mpi.MPI;

/** MPI by a class mpi.MPI in a jar named mpi.jar. */
final class JarMpi implements Mpi {
    private static final String[] ARGUMENTS = {"one", "two"};

    @Override
    public void init() {
        String[] rest = MPI.Init(ARGUMENTS);
        if (!java.util.Arrays.equals(rest, ARGUMENTS)) {
            throw new IllegalStateException("the arguments became " + String.join(" ", rest));
        }
    }

    @Override
    public int initThread(int level) {
        return MPI.InitThread(ARGUMENTS, level);
    }

    @Override
    public boolean isInitialized() {
        return MPI.isInitialized();
    }

    @Override
    public boolean isFinalized() {
        return MPI.isFinalized();
    }

    @Override
    public void end() {
        MPI.Finalize();
    }

    @Override
    public boolean isThreadMain() {
        return MPI.isThreadMain();
    }

    @Override
    public int queryThread() {
        return MPI.queryThread();
    }

    @Override
    public int rank() {
        return MPI.COMM_WORLD.getRank();
    }

    @Override
    public int size() {
        return MPI.COMM_WORLD.getSize();
    }

    @Override
    public int sum(int number) {
        return MPI.COMM_WORLD.sum(number);
    }

    @Override
    public void barrier() {
        MPI.COMM_WORLD.barrier();
    }
}
