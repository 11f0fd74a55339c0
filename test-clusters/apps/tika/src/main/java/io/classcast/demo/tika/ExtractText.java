package io.classcast.demo.tika;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.LogManager;
import java.util.stream.Stream;
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
        quiet();
        String[] own = MPI.Init(args);
        int rank = MPI.COMM_WORLD.Rank();
        int size = MPI.COMM_WORLD.Size();
        if (own.length == 0) {
            throw new IllegalArgumentException("usage: ExtractText DOCUMENTS [--each]");
        }
        Path root = Path.of(own[0]);
        boolean each = own.length > 1 && own[1].equals("--each");

        List<Path> documents = list(root);
        Totals totals = new Totals();
        Extractor extractor = new Extractor();
        for (int i = rank; i < documents.size(); i += size) {
            String name = root.relativize(documents.get(i)).toString();
            Extraction extraction = extractor.extract(documents.get(i), name);
            totals.add(extraction);
            if (each) {
                System.err.println(extraction);
            }
        }

        Totals all = totals.reduce();
        if (rank == 0) {
            System.out.print(all.table());
            System.out.flush();
        }
        // Launchers report each rank's end on the same stdout: nobody ends in the middle of the table.
        MPI.COMM_WORLD.Barrier();
        MPI.Finalize();
    }

    /** Sorted by the relative name's characters, so that each host of a job has the same order, whatever its locale or file system. */
    private static List<Path> list(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .sorted((a, b) -> root.relativize(a).toString().compareTo(root.relativize(b).toString()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the documents in " + root, e);
        }
    }

    /** Damaged documents make the parsers log a great deal. No window is ever opened, and no font cache is left in the user's home. */
    private static void quiet() {
        LogManager.getLogManager().reset();
        System.setProperty("java.awt.headless", "true");
        System.setProperty("pdfbox.fontcache", System.getProperty("java.io.tmpdir"));
    }
}
