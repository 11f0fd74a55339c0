import mpi.MPI;

/** A program on Open MPI's own Java bindings: the sum of all ranks' numbers. */
public final class Sums {
    private Sums() {
    }

    /** Takes what mpirun gives. */
    public static void main(String[] arguments) throws Exception {
        MPI.Init(arguments);
        int rank = MPI.COMM_WORLD.getRank();
        int[] total = new int[1];
        MPI.COMM_WORLD.allReduce(new int[] {rank + 1}, total, 1, MPI.INT, MPI.SUM);
        // In one piece, beside other ranks.
        System.out.print("rank " + rank + " of " + MPI.COMM_WORLD.getSize() + ", sum " + total[0] + "\n");
        MPI.Finalize();
    }
}
