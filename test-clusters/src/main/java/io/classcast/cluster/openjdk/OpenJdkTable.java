package io.classcast.cluster.openjdk;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The section of docs/compatibility.md about one JDK: a row for each group whose tests have all been run. */
final class OpenJdkTable {
    private final Map<TestGroup, List<String>> tests;
    private final TestLog log;

    /**
     * Reads results.
     *
     * @param tests of each group
     * @param log what came of them
     */
    OpenJdkTable(Map<TestGroup, List<String>> tests, TestLog log) {
        this.tests = tests;
        this.log = log;
    }

    /**
     * Writes the section.
     *
     * @param command that made it
     * @param jdk Java version, in full
     * @param version of the tests
     */
    String section(String command, String jdk, String version) {
        List<TestGroup> groups = tests.keySet().stream().filter(g -> tests.get(g).stream().allMatch(log::complete))
                .toList();
        String missing = tests.keySet().stream().filter(g -> !groups.contains(g)).map(TestGroup::name)
                .collect(Collectors.joining(", "));
        List<String> all = groups.stream().flatMap(g -> tests.get(g).stream()).distinct().toList();
        StringBuilder text = new StringBuilder("""
                ## OpenJDK's own tests, JDK %s

                Tests of OpenJDK %s, run by jtreg, each in a JVM of its own (`engine=none`): plain, with an agent that
                does nothing, with Classcast's agent by both loaders, and under `bcastjar run`, which the JVMs that a
                test starts go through as well. Only what passes plainly and with the empty agent says something about
                Classcast, and is run with it.

                Made by `%s`: %d tests, %d of them comparable, %d not equal%s.

                """.formatted(jdk, version, command, all.size(), all.stream().filter(log::compares).count(),
                all.stream().filter(this::isOpen).count(), missing.isEmpty() ? "" : "; not run yet: " + missing));
        text.append("| group | tests | pass plainly | with an empty agent |");
        Way.SERVED.forEach(way -> text.append(' ').append(way).append(" |"));
        text.append("\n|---|---|---|---|").append("---|".repeat(Way.SERVED.size())).append('\n');
        for (TestGroup group : groups) {
            row(text, group);
        }
        list(text, "Not equal:", all.stream().filter(this::isOpen).map(this::difference).toList());
        list(text, "These change the frozen class path under the job, and differ:", all.stream()
                .filter(test -> differs(test) && ChangesClassPath.reason(test) != null)
                .map(test -> "`" + test + "` (" + ways(test) + "): " + ChangesClassPath.reason(test)).toList());
        list(text, "These fail with any agent:", all.stream()
                .filter(test -> passes(test, Way.PLAIN) && !passes(test, Way.EMPTY_AGENT))
                .map(test -> "`" + test + "`: " + message(test, Way.EMPTY_AGENT)).toList());
        list(text, "These fail plainly:", all.stream().filter(test -> has(test, TestResult.Status.FAILED))
                .map(test -> "`" + test + "`: " + message(test, Way.PLAIN)).toList());
        long built = all.stream().filter(test -> has(test, TestResult.Status.ERROR)).count();
        long elsewhere = all.stream().filter(test -> has(test, TestResult.Status.NOT_HERE)).count();
        return text.append("\nOf the others, ").append(built)
                .append(" cannot be run (most need native code of the JDK's build), ").append(elsewhere)
                .append(" are for other machines or JVMs.\n\n").toString();
    }

    private void row(StringBuilder text, TestGroup group) {
        List<String> names = tests.get(group);
        text.append("| ").append(group.name()).append(" | ").append(names.size());
        Way.BASE.forEach(way -> text.append(" | ").append(names.stream().filter(test -> passes(test, way)).count()));
        for (Way way : Way.SERVED) {
            List<String> open = names.stream().filter(test -> isOpen(test) && !passes(test, way)).toList();
            text.append(" | ").append(open.isEmpty() ? "equal" : "**" + open.size() + " not equal**");
        }
        text.append(" |\n");
    }

    private static void list(StringBuilder text, String title, List<String> lines) {
        if (!lines.isEmpty()) {
            text.append('\n').append(title).append("\n\n");
            lines.forEach(line -> text.append("- ").append(line).append('\n'));
        }
    }

    private boolean has(String test, TestResult.Status status) {
        return log.of(test, Way.PLAIN).status() == status;
    }

    private boolean passes(String test, Way way) {
        return log.of(test, way) != null && log.of(test, way).passed();
    }

    private boolean differs(String test) {
        return log.compares(test) && !failing(test).isEmpty();
    }

    /** Whether a test differs that has to be equal. */
    boolean isOpen(String test) {
        return differs(test) && ChangesClassPath.reason(test) == null;
    }

    /** The tests that differ, and have to be equal. */
    List<String> open() {
        return tests.values().stream().flatMap(List::stream).distinct().filter(this::isOpen).toList();
    }

    private List<Way> failing(String test) {
        return Way.SERVED.stream().filter(way -> log.of(test, way) != null && !passes(test, way)).toList();
    }

    private String ways(String test) {
        return failing(test).stream().map(Way::toString).collect(Collectors.joining(", "));
    }

    /** What a test that differs says. */
    String difference(String test) {
        Set<String> messages = new LinkedHashSet<>();
        failing(test).forEach(way -> messages.add(message(test, way)));
        return "`" + test + "` (" + ways(test) + "): " + String.join("; ", messages);
    }

    private String message(String test, Way way) {
        return log.of(test, way).message().replaceFirst("Execution failed: `main' threw exception: ", "")
                .replace("|", "\\|");
    }
}
