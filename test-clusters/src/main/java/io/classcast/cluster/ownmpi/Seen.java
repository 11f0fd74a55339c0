package io.classcast.cluster.ownmpi;

import io.classcast.cluster.JobOutcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the user of a job sees of it.
 *
 * @param outcome of the job
 * @param endless whether the harness had to end it
 * @param lines the ranks' own lines, sorted
 * @param launcher other lines of stdout, without what differs from run to run, each once; none where the harness ended it, since JVMs then print their threads
 * @param complaints what the MPI library said on stderr about Init, likewise; a launcher that ends a job may lose it
 */
record Seen(JobOutcome outcome, boolean endless, List<String> lines, List<String> launcher, List<String> complaints) {
    /** Seconds by which the times of two jobs may differ. */
    static final double MARGIN = 2;
    private static final int SHOWN = 4;
    private static final String OWN = "rank ";
    private static final Pattern CHANGING = Pattern.compile("PID \\d+|RANK \\d+|pid \\d+|rank \\d+|(?<=on node )\\S+|10[.]77[.]0[.]\\d+|node\\d+|\\[[^\\]]*\\]|0x[0-9a-f]+|\\b\\d{3,}\\b|"
            + "StepId=\\S+|task \\d+|error_code=\\d+|\\(\\d+\\)|\\d+ process(es)?");

    static Seen of(JobOutcome outcome) {
        boolean endless = outcome.exit() == 137 && outcome.complaints().stream().anyMatch(l -> l.startsWith("killed after "));
        List<String> lines = outcome.lines().stream().filter(l -> l.startsWith(OWN)).sorted().toList();
        Stream<String> others = endless ? Stream.of() : outcome.lines().stream().filter(l -> !l.startsWith(OWN) && !l.isBlank());
        return new Seen(outcome, endless, lines, steady(others), steady(outcome.complaints().stream().filter(l -> l.toUpperCase(java.util.Locale.ROOT).contains("MPI_INIT"))));
    }

    private static List<String> steady(Stream<String> lines) {
        return lines.map(l -> CHANGING.matcher(l).replaceAll("#").strip()).distinct().sorted().toList();
    }

    boolean tookAsLongAs(Seen plain) {
        return Math.abs(outcome.seconds() - plain.outcome.seconds()) <= MARGIN;
    }

    /** How this job differs from another one but for its duration. */
    List<String> differences(Seen plain) {
        List<String> differences = new ArrayList<>();
        if (endless != plain.endless) {
            differences.add(endless ? "does not end; plainly it ends with " + plain.outcome.exit() : "ends with " + outcome.exit() + "; plainly it does not end");
        } else if (outcome.exit() != plain.outcome.exit()) {
            differences.add("exit code " + outcome.exit() + " instead of " + plain.outcome.exit());
        }
        compare("stdout", lines, plain.lines, differences);
        if (endless == plain.endless) {
            compare("the launcher's words", launcher, plain.launcher, differences);
        }
        return differences;
    }

    static void compare(String what, Collection<String> served, Collection<String> plain, List<String> differences) {
        List<String> marked = new ArrayList<>();
        List<String> missing = new ArrayList<>(plain);
        for (String line : served) {
            if (!missing.remove(line)) {
                marked.add("+ " + line);
            }
        }
        missing.forEach(line -> marked.add("- " + line));
        if (!marked.isEmpty()) {
            differences.add(what + ": " + String.join(" | ", marked.subList(0, Math.min(SHOWN, marked.size()))) + (marked.size() > SHOWN ? " | … " + marked.size() + " in all" : ""));
        }
    }

    /** In one line. */
    String words() {
        return (endless ? "does not end" : "exit code " + outcome.exit()) + ", " + lines.size() + " lines, %.1f s".formatted(outcome.seconds());
    }
}
