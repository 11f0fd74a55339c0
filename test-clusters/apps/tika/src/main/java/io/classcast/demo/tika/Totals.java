package io.classcast.demo.tika;

import mpi.MPI;
import mpi.MPIException;

/**
 * Counters per family of media types in one flat array, so that one reduction combines them all.
 *
 * <pre>family 0: documents | failures | characters | words | digest, family 1: ...</pre>
 *
 * <p>Digests are summed modulo 2^64: a sum has no order, so the number of ranks does not show in it.
 */
final class Totals {
    private static final int DOCUMENTS = 0;
    private static final int FAILURES = 1;
    private static final int CHARACTERS = 2;
    private static final int WORDS = 3;
    private static final int DIGEST = 4;
    private static final int COLUMNS = 5;

    private final long[] cells;

    Totals() {
        this(new long[Family.values().length * COLUMNS]);
    }

    private Totals(long[] cells) {
        this.cells = cells;
    }

    void add(Extraction extraction) {
        int row = Family.of(extraction.mediaType()).ordinal() * COLUMNS;
        cells[row + DOCUMENTS]++;
        cells[row + FAILURES] += extraction.failed() ? 1 : 0;
        cells[row + CHARACTERS] += extraction.characters();
        cells[row + WORDS] += extraction.words();
        cells[row + DIGEST] += extraction.digest();
    }

    /** The sum over all ranks; only rank 0 gets it. Every rank must call this. */
    Totals reduce() throws MPIException {
        long[] sums = new long[cells.length];
        MPI.COMM_WORLD.Reduce(cells, 0, sums, 0, cells.length, MPI.LONG, MPI.SUM, 0);
        return new Totals(sums);
    }

    String table() {
        StringBuilder table = new StringBuilder();
        String rule = "-".repeat(86) + "\n";
        table.append(String.format("%-28s %9s %8s %12s %10s  %s%n", "documents", "count", "failed", "characters", "words", "digest"));
        table.append(rule);
        long[] sum = new long[COLUMNS];
        for (Family family : Family.values()) {
            int row = family.ordinal() * COLUMNS;
            if (cells[row + DOCUMENTS] > 0) {
                table.append(line(family.title(), cells, row));
            }
            for (int column = 0; column < COLUMNS; column++) {
                sum[column] += cells[row + column];
            }
        }
        return table.append(rule).append(line("all", sum, 0)).toString();
    }

    private static String line(String title, long[] values, int row) {
        return String.format("%-28s %9d %8d %12d %10d  %014x%n", title, values[row + DOCUMENTS], values[row + FAILURES],
                values[row + CHARACTERS], values[row + WORDS], values[row + DIGEST]);
    }
}
