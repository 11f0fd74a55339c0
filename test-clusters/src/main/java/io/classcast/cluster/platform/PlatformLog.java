package io.classcast.cluster.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What came of each check, a line as soon as it is known: all of them take hours. */
final class PlatformLog {
    private static final String BETWEEN = " ;; ";
    private static final int FIELDS = 8;

    private final Path file;

    /**
     * Opens it.
     *
     * @param file of lines, with tabs between the fields
     * @param resume whether what it has still counts
     */
    PlatformLog(Path file, boolean resume) throws IOException {
        this.file = file;
        if (!resume) {
            Files.deleteIfExists(file);
        }
    }

    void add(Verdict verdict) throws IOException {
        String line = String.join("\t", verdict.platform(), verdict.check(), verdict.label(), Integer.toString(verdict.good()),
                Integer.toString(verdict.tries()), String.format(Locale.ROOT, "%.1f", verdict.seconds()), flat(verdict.notPlain() == null ? "" : verdict.notPlain()),
                verdict.problems().stream().map(PlatformLog::flat).collect(Collectors.joining(BETWEEN)));
        Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
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
                List<String> problems = parts[7].isEmpty() ? List.of() : List.of(parts[7].split(BETWEEN));
                last.put(key(parts[0], parts[1]), new Verdict(parts[0], parts[1], parts[2], Integer.parseInt(parts[3]), Integer.parseInt(parts[4]),
                        Double.parseDouble(parts[5]), parts[6].isEmpty() ? null : parts[6], problems));
            }
        }
        return last;
    }

    static String key(String platform, String check) {
        return platform + "\t" + check;
    }
}
