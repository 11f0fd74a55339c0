package io.classcast.demo.tika;

import java.nio.file.Path;
import mpi.MPI;

/**
 * An MPI program: extracts the text of all documents below a directory and prints what it found.
 *
 * <pre>java ... io.classcast.demo.tika.ExtractText DOCUMENTS [--each]</pre>
 *
 * <p>Each rank takes every size-th document of the sorted list. The totals are combined with reductions, and rank 0 prints them as one table on
 * stdout. The output depends on the documents only: not on the number of ranks, nor on the time, nor on where a class came from.
 *
 * <p>With {@code --each} every rank also prints one line per document on stderr, to find the one that differs.
 */
public final class ExtractText {
    private ExtractText() {
    }

    /**
     * Runs the program.
     *
     * @param args what the MPI launcher put in front, then the directory with the documents and, if wanted, {@code --each}
     * @throws Exception if the documents cannot be listed or MPI fails
     */
    public static void main(String[] args) throws Exception {
        Share.quiet();
        String[] own = MPI.Init(args);
        int rank = MPI.COMM_WORLD.Rank();
        int size = MPI.COMM_WORLD.Size();
        if (own.length == 0) {
            throw new IllegalArgumentException("usage: ExtractText DOCUMENTS [--each]");
        }
        Share share = new Share(Path.of(own[0]), rank, size);
        Totals all = share.extract(own.length > 1 && own[1].equals("--each")).reduce();
        if (rank == 0) {
            System.out.print(all.table());
            System.out.flush();
        }
        // Launchers report each rank's end on the same stdout: nobody ends in the middle of the table.
        MPI.COMM_WORLD.Barrier();
        MPI.Finalize();
    }
}
