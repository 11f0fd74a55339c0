package io.classcast.cluster.compat;

import java.util.ArrayList;
import java.util.List;

/**
 * What came out of a cell.
 *
 * @param program that was run
 * @param cell how
 * @param kind in one word
 * @param words for the table
 * @param details for whoever looks for the reason
 */
public record Verdict(Program program, Cell cell, Kind kind, String words, List<String> details) {
    /** Kinds of outcomes, the best first. */
    public enum Kind {
        /** The same output, and no open and no read on the host without rank 0. */
        EQUAL,
        /** The program does not run on this JDK without Classcast either. */
        NOT_PLAIN,
        /** The same output, but the host without rank 0 opened or read files. */
        OPENS,
        /** Classcast did not serve the class path. */
        NOT_SERVED,
        /** Another output. */
        DIFFERS
    }

    private static final int NAMED = 2;

    /** The program does not run plain. */
    static Verdict notPlain(Program program, Cell cell, String reason, List<String> details) {
        return new Verdict(program, cell, Kind.NOT_PLAIN, "not without it either: " + reason, details);
    }

    /** Compares a run with the plain one. */
    static Verdict of(Program program, Cell cell, Run plain, Run served) {
        List<String> differences = served.differences(plain);
        List<String> details = new ArrayList<>(differences);
        details.addAll(served.opened().stream().map(f -> "opened " + f).toList());
        details.add("With Classcast:");
        details.addAll(served.outcome().raw());
        details.add("Without:");
        details.addAll(plain.outcome().raw());
        if (!served.served()) {
            List<String> lines = served.outcome().agentLines();
            String line = lines.isEmpty() ? "no word" : lines.get(0);
            return new Verdict(program, cell, Kind.NOT_SERVED, "not served: " + line, details);
        }
        if (!differences.isEmpty() || served.outcome().exit() != plain.outcome().exit()) {
            return new Verdict(program, cell, Kind.DIFFERS, "differs: " + differences.size() + " lines", details);
        }
        if (!served.quiet()) {
            return new Verdict(program, cell, Kind.OPENS, "equal, but opens " + names(served.opened()), details);
        }
        return new Verdict(program, cell, Kind.EQUAL, "equal", details);
    }

    private static String names(List<String> files) {
        List<String> names = files.stream().map(f -> f.substring(f.lastIndexOf('/') + 1)).toList();
        return names.size() <= NAMED ? String.join(" and ", names) : names.size() + " files, such as " + names.get(0);
    }
}
