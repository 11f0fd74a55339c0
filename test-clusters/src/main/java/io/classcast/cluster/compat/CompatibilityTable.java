package io.classcast.cluster.compat;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** The table of docs/compatibility.md: a row for each program, a column for each cell. */
final class CompatibilityTable {
    private static final String HEAD = """
            Programs that use well-known libraries for real run on two simulated hosts with one rank each, their class path on a
            shared file system; first plain, then with Classcast. They print their results, and what they can see of their class
            path: code sources, signers, packages, URLs and order of resources, service providers. The programs are in
            `test-clusters/apps/compat`.

            - **equal**: the same lines, and the host without rank 0 opened and read no file of the class path;
            - **equal, but opens …**: the same lines, but that host opened these files itself;
            - **not without it either**: the program does not run on this JDK without Classcast.

            Made by

                %s

            """;

    private CompatibilityTable() {
    }

    /**
     * Writes the section of the page.
     *
     * @param command that made it
     * @param cells the columns
     * @param verdicts of all programs in all cells
     * @return Markdown
     */
    static String section(String command, List<Cell> cells, List<Verdict> verdicts) {
        return HEAD.formatted(command) + table(cells, verdicts);
    }

    /**
     * Writes the table alone.
     *
     * @param cells the columns
     * @param verdicts of some programs in all cells
     * @return Markdown
     */
    static String table(List<Cell> cells, List<Verdict> verdicts) {
        StringBuilder text = new StringBuilder("| program | version |");
        cells.forEach(cell -> text.append(' ').append(cell).append(" |"));
        text.append("\n|---|---|").append("---|".repeat(cells.size())).append('\n');
        for (Program program : verdicts.stream().map(Verdict::program).distinct().toList()) {
            text.append("| ").append(program.name()).append(" | ").append(program.version()).append(" | ");
            text.append(cells.stream().map(cell -> words(program, cell, verdicts)).collect(Collectors.joining(" | ")))
                    .append(" |\n");
        }
        return text.append(reasons(verdicts)).toString();
    }

    /**
     * Why cells are not equal.
     *
     * @param verdicts of some programs
     * @return a list in Markdown; empty where all are equal
     */
    static String reasons(List<Verdict> verdicts) {
        String lines = verdicts.stream().filter(v -> v.kind().compareTo(Verdict.Kind.NOT_PLAIN) > 0).map(v -> v.program().name())
                .distinct().map(name -> "- " + name + ": " + Objects.requireNonNullElse(Reasons.of(name), "not known yet") + '\n')
                .collect(Collectors.joining());
        return lines.isEmpty() ? "" : "\nWhy:\n\n" + lines;
    }

    private static String words(Program program, Cell cell, List<Verdict> verdicts) {
        return verdicts.stream().filter(v -> v.program().equals(program) && v.cell().equals(cell)).findFirst()
                .map(v -> v.words().replace("|", "\\|")).orElse("");
    }
}
