package io.classcast.cluster.fault;

import io.classcast.cluster.PageSection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The section of docs/reliability.md that has the matrix: a row for each fault, a column for each engine and JDK. */
final class FaultTable {
    static final String BEGIN = "<!-- faults -->";
    static final String END = "<!-- /faults -->";
    private static final String NAME = "faults";
    private static final String TITLE = "# Reliability\n\n";

    private FaultTable() {
    }

    /** Puts the section into the page, between its marks; makes the page where there is none. */
    static void write(Path page, String section) throws IOException {
        PageSection.write(page, NAME, TITLE, section);
    }

    /**
     * Writes the section.
     *
     * @param command that made it
     * @param verdicts of all cells that were run
     * @param fuzzed what else was tried
     */
    static String section(String command, List<FaultVerdict> verdicts, FuzzCounts fuzzed) {
        long faults = verdicts.stream().map(v -> v.cell().fault().name()).distinct().count();
        long green = verdicts.stream().filter(FaultVerdict::isGreen).count();
        return """
                ## The fault matrix

                Jobs of 4 ranks on 2 simulated hosts (without MPI: 4 JVMs on one), the agent's `timeout` at %d s where ranks wait in vain.
                Every cell is one job under one fault. It is green where the output and the exit code are those of plain Java (or, with
                `strict`, exit code 78), where the job ends in the time bound, with one warning line at most, and where afterwards no file
                is in any store and no process is left. Jobs of which plain Java loses ranks, too, have to end, and what the other ranks
                print has to be right; so have those in which a rank never calls a native MPI that others have called, which the launchers
                do not allow ([troubleshooting.md](troubleshooting.md)).

                - **served**: Classcast served the class path; **fell back**: classes were loaded as without it; **stopped**: by `strict`;
                  **died**: with the rank, or by its launcher; three words are those of `mode=jars`, `mode=locations` and `strict`, – where a fault cannot be met.

                Made by `%s`: %d faults, %d cells, %d green; %s.

                """.formatted(Scene.TIMEOUT, command, faults, verdicts.size(), green, fuzzed) + table(verdicts);
    }

    /**
     * Puts the rows of some faults into a page that has all others, each behind its neighbour, and counts anew.
     *
     * @param page with a section
     * @param verdicts all cells of these faults
     * @param whole all cells of the matrix
     * @param fuzzed what else was tried
     * @return the page; null where it has other columns, lacks a row after that, or has a red cell: then the whole matrix has to be run
     */
    static String withRows(String page, List<FaultVerdict> verdicts, List<FaultCell> whole, FuzzCounts fuzzed) {
        List<String> now = table(verdicts).lines().toList();
        List<String> rows = new ArrayList<>();
        int head = page.indexOf(now.get(0) + "\n" + now.get(1) + "\n");
        if (head < 0) {
            return null;
        }
        int from = head + now.get(0).length() + now.get(1).length() + 2;
        int to = page.indexOf("\n\n", from) + 1;
        for (Fault fault : whole.stream().map(FaultCell::fault).distinct().toList()) {
            String begin = "| " + fault.name() + " |";
            Stream.concat(now.stream(), page.substring(from, to).lines()).filter(row -> row.startsWith(begin)).findFirst().ifPresent(rows::add);
        }
        if (rows.size() != whole.stream().map(FaultCell::fault).distinct().count() || rows.stream().anyMatch(row -> row.contains("RED"))) {
            return null;
        }
        return page.substring(0, from).replaceFirst("`: \\d+ faults, \\d+ cells, .*\\.\n",
                "`: " + rows.size() + " faults, " + whole.size() + " cells, " + whole.size() + " green; " + fuzzed + ".\n")
                + String.join("\n", rows) + "\n" + page.substring(to);
    }

    /** The table alone. */
    static String table(List<FaultVerdict> verdicts) {
        List<String> columns = verdicts.stream().map(FaultTable::column).distinct().sorted().toList();
        StringBuilder text = new StringBuilder("| fault | what breaks |");
        columns.forEach(c -> text.append(' ').append(c).append(" |"));
        text.append("\n|---|---|").append("---|".repeat(columns.size())).append('\n');
        for (Fault fault : verdicts.stream().map(v -> v.cell().fault()).distinct().toList()) {
            text.append("| ").append(fault.name()).append(" | ").append(fault.description()).append(" |");
            for (String column : columns) {
                text.append(' ').append(cell(verdicts.stream().filter(v -> v.cell().fault() == fault && column(v).equals(column))
                        .toList())).append(" |");
            }
            text.append('\n');
        }
        return text.append('\n').toString();
    }

    private static String cell(List<FaultVerdict> verdicts) {
        return verdicts.isEmpty() ? "–" : verdicts.stream().map(v -> v.isGreen() ? v.words() : "**RED: " + v.words() + "**").distinct()
                .collect(Collectors.joining(", "));
    }

    private static String column(FaultVerdict verdict) {
        return verdict.cell().engine() + " " + verdict.cell().jdk();
    }
}
