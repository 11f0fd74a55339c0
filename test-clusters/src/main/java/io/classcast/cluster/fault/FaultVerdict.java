package io.classcast.cluster.fault;

import io.classcast.cluster.JobOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What came of a cell.
 *
 * @param cell which
 * @param words how the job went, for the table: served, fell back, stopped or died
 * @param problems what is not as it has to be; empty where the cell is green
 * @param details for whoever looks for the reason
 * @param seconds wall time of the job
 */
public record FaultVerdict(FaultCell cell, String words, List<String> problems, List<String> details, double seconds) {
    private static final int STRICT_EXIT = 78;
    private static final String WARNING = "classcast: warning: ";

    /**
     * Judges a job.
     *
     * @param cell which
     * @param plain the same job without fault and without Classcast
     * @param outcome of the job
     * @param bound seconds that it may take
     * @param left what was found after it: files, processes
     */
    static FaultVerdict of(FaultCell cell, JobOutcome plain, JobOutcome outcome, double bound, List<String> left) {
        List<String> problems = new ArrayList<>(left);
        List<String> expected = own(plain);
        List<String> printed = own(outcome);
        List<String> lines = outcome.agentLines();
        List<String> warnings = lines.stream().filter(l -> l.startsWith(WARNING)).toList();
        Fault.Expected wanted = cell.fault().expected(cell.engine(), cell.mode());
        boolean served = lines.stream().anyMatch(l -> l.contains(" served to "));
        boolean same = printed.equals(expected) && outcome.exit() == plain.exit();
        boolean stopped = warnings.stream().anyMatch(l -> l.contains("(strict)"));
        boolean code = cell.engine() == FaultEngine.MPJ || outcome.exit() == STRICT_EXIT;
        if (wanted == Fault.Expected.JOB_DIES) {
            List<String> right = cell.fault().lacksData() ? Stream.concat(expected.stream(), expected.stream()
                    .map(l -> l.replaceFirst("data [0-9a-f]+", "data none"))).toList() : expected;
            printed.stream().filter(l -> !right.contains(l)).forEach(l -> problems.add("printed what is not right: " + l));
            int survivors = cell.fault().survivors(cell.engine(), cell.mode());
            if (printed.size() < survivors) {
                problems.add(printed.size() + " ranks came to their end instead of " + survivors);
            }
        } else if (stopped && cell.mode() == Mode.STRICT && wanted == Fault.Expected.SAME_OUTPUT) {
            if (!code) {
                problems.add("exit code " + outcome.exit() + " instead of " + STRICT_EXIT);
            }
        } else {
            if (!same) {
                problems.add("printed " + printed + " and ended with " + outcome.exit() + " instead of " + expected + " and "
                        + plain.exit());
            }
            if (wanted == Fault.Expected.SERVED && !served) {
                problems.add("was not served");
            }
            if (!served && warnings.isEmpty()) {
                problems.add("fell back without a word");
            }
            outcome.raw().stream().filter(l -> l.contains("Exception in thread")).forEach(l -> problems.add("printed " + l));
        }
        int speakers = cell.engine() == FaultEngine.NONE ? Scene.RANKS : 1;
        if (warnings.size() > speakers) {
            problems.add(warnings.size() + " warnings of " + speakers + " speakers");
        }
        outcome.raw().stream().filter(l -> l.contains("SIGBUS") || l.contains("SIGSEGV"))
                .forEach(l -> problems.add("crashed: " + l));
        if (outcome.seconds() > bound) {
            problems.add("took %.1f s, bound %.1f s".formatted(outcome.seconds(), bound));
        }
        String words = stopped ? "stopped" : same ? served ? "served" : "fell back" : "died";
        List<String> details = new ArrayList<>(problems);
        details.add("With Classcast, exit code " + outcome.exit() + ", %.1f s:".formatted(outcome.seconds()));
        details.addAll(outcome.raw());
        details.add("Without, exit code " + plain.exit() + ", %.1f s:".formatted(plain.seconds()));
        details.addAll(plain.raw());
        return new FaultVerdict(cell, words, problems, details, outcome.seconds());
    }

    /** A cell whose fault could not be met. */
    static FaultVerdict broken(FaultCell cell, Exception e) {
        return new FaultVerdict(cell, "not met", List.of("the fault was not met: " + e.getMessage()), List.of(e.toString()), 0);
    }

    /** The program's own lines, in the order of the ranks. */
    private static List<String> own(JobOutcome outcome) {
        return outcome.lines().stream().filter(l -> l.startsWith("rank ")).sorted().toList();
    }

    /**
     * Whether all is as it has to be.
     *
     * @return true for a green cell
     */
    public boolean isGreen() {
        return problems.isEmpty();
    }
}
