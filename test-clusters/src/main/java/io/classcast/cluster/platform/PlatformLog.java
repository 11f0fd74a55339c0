package io.classcast.cluster.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What came of each check, a line as soon as it is known. All of them take hours, more than one machine has: the file is in the repository, and each
 * result has its day.
 */
final class PlatformLog {
    private static final String BETWEEN = " ;; ";
    private static final int FIELDS = 9;

    private final Path file;

    /**
     * Opens it.
     *
     * @param file of lines, with tabs between the fields
     */
    PlatformLog(Path file) {
        this.file = file;
    }

    void add(Verdict verdict) throws IOException {
        Files.writeString(file, line(verdict), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Keeps the last verdict of each check only, in the order of the tables. */
    void tidy() throws IOException {
        Map<String, Verdict> last = all();
        StringBuilder text = new StringBuilder();
        for (Platform platform : Platforms.all()) {
            for (Check check : Checks.of(platform.kind())) {
                Verdict verdict = last.get(key(platform.id(), check.name()));
                text.append(verdict == null ? "" : line(verdict));
            }
        }
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(part, text);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String line(Verdict verdict) {
        return String.join("\t", verdict.day(), verdict.platform(), verdict.check(), verdict.label(), Integer.toString(verdict.good()),
                Integer.toString(verdict.tries()), String.format(Locale.ROOT, "%.1f", verdict.seconds()), flat(verdict.notPlain() == null ? "" : verdict.notPlain()),
                verdict.problems().stream().map(PlatformLog::flat).collect(Collectors.joining(BETWEEN))) + "\n";
    }

    private static String flat(String text) {
        return text.replaceAll("\\s+", " ");
    }

    /** The last verdict of each check, by {@link #key}. A line that was cut off counts for nothing. */
    Map<String, Verdict> all() throws IOException {
        Map<String, Verdict> last = new LinkedHashMap<>();
        for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
            String[] parts = line.split("\t", -1);
            if (parts.length == FIELDS) {
                List<String> problems = parts[8].isEmpty() ? List.of() : List.of(parts[8].split(BETWEEN));
                last.put(key(parts[1], parts[2]), new Verdict(parts[0], parts[1], parts[2], parts[3], Integer.parseInt(parts[4]), Integer.parseInt(parts[5]),
                        Double.parseDouble(parts[6]), parts[7].isEmpty() ? null : parts[7], problems));
            }
        }
        return last;
    }

    static String key(String platform, String check) {
        return platform + "\t" + check;
    }
}
