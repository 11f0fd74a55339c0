package io.classcast.cluster.ownmpi;

import java.util.List;

/**
 * What came of a cell.
 *
 * @param cell which
 * @param rounds how often it was run with Classcast
 * @param problems a line for each difference, of all rounds
 * @param remarks on rounds that took longer or shorter than any plain job, and did not when they were run again
 * @param plain how the job goes plainly; several where that differs from run to run
 * @param seconds of the last job with Classcast
 * @param details all that was printed
 */
record Verdict(Cell cell, int rounds, List<String> problems, List<String> remarks, List<String> plain, double seconds, List<String> details) {
    boolean isGreen() {
        return problems.isEmpty();
    }

    /** For the table: a star where the plain job itself is not the same in each run, a tilde where a duration was not the same at first. */
    String word() {
        return (isGreen() ? "ok" : "RED") + (plain.size() > 1 ? "*" : "") + (remarks.isEmpty() ? "" : "~");
    }
}
