package io.classcast.cluster.ownmpi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What came of all cells: a table, and a line for each that is not green. */
final class OwnMpiTable {
    private final List<Verdict> verdicts;

    OwnMpiTable(List<Verdict> verdicts) {
        this.verdicts = verdicts;
    }

    boolean isGreen() {
        return verdicts.stream().allMatch(Verdict::isGreen);
    }

    /** A cell in a line: why it is not green, and how the plain job goes where that is not always the same. */
    static String line(Verdict verdict) {
        Map<String, Long> problems = verdict.problems().stream().collect(Collectors.groupingBy(p -> p, LinkedHashMap::new, Collectors.counting()));
        String why = problems.entrySet().stream().map(p -> (verdict.rounds() > 1 ? p.getValue() + " of " + verdict.rounds() + ": " : "") + p.getKey())
                .collect(Collectors.joining("; "));
        String plain = verdict.plain().size() > 1 || !verdict.isGreen() ? " (plainly: " + String.join(" or ", verdict.plain()) + ")" : "";
        String remarks = verdict.remarks().isEmpty() ? "" : " (" + String.join("; ", verdict.remarks()) + ")";
        return verdict.cell() + (why.isEmpty() ? "" : ": " + why) + remarks + plain;
    }

    /** Markdown. */
    String text() {
        List<String> columns = verdicts.stream().map(OwnMpiTable::column).distinct().toList();
        Map<String, Map<String, String>> rows = new LinkedHashMap<>();
        for (Verdict verdict : verdicts) {
            rows.computeIfAbsent(verdict.cell().kind().name(), k -> new LinkedHashMap<>()).put(column(verdict), verdict.word());
        }
        StringBuilder text = new StringBuilder("| | " + String.join(" | ", columns) + " |\n|---|" + "---|".repeat(columns.size()) + "\n");
        rows.forEach((kind, words) -> text.append("| ").append(kind).append(" | ")
                .append(columns.stream().map(c -> words.getOrDefault(c, "")).collect(Collectors.joining(" | "))).append(" |\n"));
        List<Verdict> red = verdicts.stream().filter(v -> !v.isGreen()).toList();
        text.append('\n').append(verdicts.size()).append(" cells, ").append(red.size()).append(" not green\n");
        red.forEach(v -> text.append("RED ").append(line(v)).append('\n'));
        verdicts.stream().filter(v -> v.isGreen() && !v.word().equals("ok")).forEach(v -> text.append(v.word()).append("  ").append(line(v)).append('\n'));
        return text.toString();
    }

    private static String column(Verdict verdict) {
        return verdict.cell().starter() + " " + verdict.cell().jdk();
    }
}
