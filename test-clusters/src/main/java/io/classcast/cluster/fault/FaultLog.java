package io.classcast.cluster.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What came of each cell, a line for each as soon as it is known: the whole matrix takes longer than many an evening. */
final class FaultLog {
    private static final String BETWEEN = " ;; ";

    private final Path file;

    /**
     * Opens it.
     *
     * @param file of lines: cell, seconds, words and problems, with tabs between them
     * @param resume whether what it has still counts
     */
    FaultLog(Path file, boolean resume) throws IOException {
        this.file = file;
        if (!resume) {
            Files.deleteIfExists(file);
        }
    }

    void add(FaultVerdict verdict) throws IOException {
        String line = String.join("\t", verdict.cell().toString(), Double.toString(verdict.seconds()), verdict.words(),
                verdict.problems().stream().map(problem -> problem.replaceAll("\\s+", " ")).collect(Collectors.joining(BETWEEN)));
        Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** The last verdict of each of these cells that has one, in their order. A line that was cut off counts for nothing. */
    Map<FaultCell, FaultVerdict> of(List<FaultCell> cells) throws IOException {
        Map<String, FaultCell> known = cells.stream().collect(Collectors.toMap(FaultCell::toString, Function.identity()));
        Map<FaultCell, FaultVerdict> last = new LinkedHashMap<>();
        for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
            String[] parts = line.split("\t", -1);
            if (parts.length == 4 && known.containsKey(parts[0])) {
                List<String> problems = parts[3].isEmpty() ? List.of() : List.of(parts[3].split(BETWEEN));
                FaultCell cell = known.get(parts[0]);
                last.put(cell, new FaultVerdict(cell, parts[2], problems, List.of(), Double.parseDouble(parts[1])));
            }
        }
        Map<FaultCell, FaultVerdict> ordered = new LinkedHashMap<>();
        for (FaultCell cell : cells) {
            if (last.containsKey(cell)) {
                ordered.put(cell, last.get(cell));
            }
        }
        return ordered;
    }
}
