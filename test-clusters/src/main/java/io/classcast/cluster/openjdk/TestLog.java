package io.classcast.cluster.openjdk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** What came of each test, a line for each as soon as it is known: all of them take hours. */
final class TestLog {
    private final Path file;
    private final Map<String, Map<Way, TestResult>> results = new HashMap<>();

    /**
     * Opens it.
     *
     * @param file of lines: way, status, test and message, with tabs between them; the last one of a test counts
     * @param resume whether what it has still counts
     */
    TestLog(Path file, boolean resume) throws IOException {
        this.file = file;
        Files.createDirectories(file.getParent());
        if (!resume) {
            Files.deleteIfExists(file);
        } else if (Files.exists(file)) {
            Files.readAllLines(file).forEach(this::read);
        }
    }

    /** A line that was cut off counts for nothing. */
    private void read(String line) {
        String[] parts = line.split("\t", -1);
        if (parts.length == 5 && parts[4].equals(".")) {
            keep(new TestResult(parts[2], Way.valueOf(parts[0]), TestResult.Status.valueOf(parts[1]), parts[3]));
        }
    }

    private void keep(TestResult result) {
        results.computeIfAbsent(result.test(), test -> new EnumMap<>(Way.class)).put(result.way(), result);
    }

    void add(Collection<TestResult> more) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (TestResult one : more) {
            TestResult result = new TestResult(one.test(), one.way(), one.status(), one.message().replaceAll("\\s+", " "));
            keep(result);
            lines.append(String.join("\t", result.way().name(), result.status().name(), result.test(), result.message(), "."))
                    .append('\n');
        }
        Files.writeString(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Null where it is not known. */
    TestResult of(String test, Way way) {
        return results.getOrDefault(test, Map.of()).get(way);
    }

    /** Whether the test says something about Classcast: it passes plainly and with an agent that does nothing. */
    boolean compares(String test) {
        return Way.BASE.stream().allMatch(way -> of(test, way) != null && of(test, way).passed());
    }

    /** Whether nothing is left to be run: what fails without Classcast is not run with it. */
    boolean complete(String test) {
        for (Way way : Way.BASE) {
            TestResult result = of(test, way);
            if (result == null || !result.passed()) {
                return result != null;
            }
        }
        return Way.SERVED.stream().allMatch(way -> of(test, way) != null);
    }
}
