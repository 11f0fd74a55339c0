package io.classcast.cluster.compat;

import io.classcast.cluster.Counters;
import io.classcast.cluster.JobOutcome;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run of a program showed.
 *
 * @param outcome of the job
 * @param output the program's own lines of all ranks, sorted: the ranks' lines come in any order
 * @param counters of the host without rank 0, on the file system that has nothing but class paths
 * @param opened files that this host opened, each once
 */
public record Run(JobOutcome outcome, List<String> output, Counters counters, List<String> opened) {
    /** How a program's own lines start; libraries print others, with times in them. */
    private static final String MARK = "= ";
    private static final String LAST = MARK + "end";
    private static final String FAILED = MARK + "failed: ";

    static Run of(JobOutcome outcome, Counters counters, List<String> log) {
        return of(outcome, counters, log, MARK);
    }

    /**
     * Takes what a run showed.
     *
     * @param outcome of the job
     * @param counters of the host without rank 0
     * @param log of that host's operations
     * @param mark how the program's own lines start
     * @return the run
     */
    public static Run of(JobOutcome outcome, Counters counters, List<String> log, String mark) {
        List<String> output = outcome.output().stream().filter(l -> l.startsWith(mark)).sorted().toList();
        List<String> opened = log.stream().filter(l -> l.startsWith("open ")).map(l -> l.split(" ")[1]).distinct().toList();
        return new Run(outcome, output, counters, opened);
    }

    /**
     * Whether all ranks ended well. MPJ Express does not pass on the ranks' exit codes: a rank that ended well is one that printed its last line.
     *
     * @param ranks of the job
     * @return true where each has printed it
     */
    public boolean complete(int ranks) {
        return outcome.exit() == 0 && output.stream().noneMatch(l -> l.startsWith(FAILED))
                && output.stream().filter(LAST::equals).count() == ranks;
    }

    /**
     * Whether the class path was served.
     *
     * @return true where one line says so
     */
    public boolean served() {
        return outcome.agentLines().stream().anyMatch(l -> l.contains(" served to "));
    }

    /**
     * Whether the host without rank 0 left the files of the class path alone.
     *
     * @return true where it opened and read none
     */
    public boolean quiet() {
        return counters.open() == 0 && counters.read() == 0;
    }

    /**
     * Lines that only one of two runs printed.
     *
     * @param plain the other run
     * @return marked like those of diff
     */
    public List<String> differences(Run plain) {
        List<String> missing = minus(plain.output, output);
        List<String> extra = minus(output, plain.output);
        MixedLines.apart(extra, missing, outcome.output());
        MixedLines.apart(missing, extra, plain.outcome.output());
        List<String> lines = new ArrayList<>();
        missing.forEach(l -> lines.add("- " + l));
        extra.forEach(l -> lines.add("+ " + l));
        return lines;
    }

    private static List<String> minus(List<String> from, List<String> what) {
        List<String> rest = new ArrayList<>(from);
        what.forEach(rest::remove);
        return rest;
    }
}
