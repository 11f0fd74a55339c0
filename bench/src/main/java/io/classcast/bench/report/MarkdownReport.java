package io.classcast.bench.report;

import io.classcast.bench.report.Grid.Column;
import io.classcast.bench.report.Grid.Row;
import io.classcast.bench.results.StartupRun;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The report's tables as Markdown, with links to the plots beside it. */
final class MarkdownReport {
    private final StringBuilder text = new StringBuilder();

    private MarkdownReport() {
    }

    static String of(List<Part> parts, ModelPart model) {
        MarkdownReport report = new MarkdownReport();
        for (Part part : parts) {
            report.line("# Start-up of " + escaped(part.setting().title())).line("");
            part.setting().sources().forEach(source -> report.line("    " + Text.line(Text.command(source.run().command() == null ? List.of() : source.run().command()))));
            StartupRun run = part.setting().first();
            report.line("").line("Machine: " + escaped(Text.fact(run.machine())) + "; versions: " + escaped(Text.fact(run.versions())) + ".").line("");
            part.measured().forEach(section -> report.section(section, 1));
            part.overRanks().forEach(section -> report.section(section, section.grids().size()));
        }
        if (model != null) {
            report.line("# " + escaped(model.title())).line("");
            model.plots().forEach(report::plot);
            model.grids().forEach(report::grid);
        }
        return report.text.toString();
    }

    private void section(Part.Section section, int grids) {
        line("## " + escaped(section.heading())).line("");
        section.plots().forEach(this::plot);
        section.grids().subList(0, grids).forEach(this::grid);
    }

    private void plot(Plot plot) {
        line("![" + escaped(plot.title()) + "](" + plot.name() + ".svg)").line("");
    }

    private void grid(Grid grid) {
        line("**" + escaped(grid.caption()) + "**").line("");
        List<String> headings = new ArrayList<>(List.of(escaped(grid.head())));
        grid.columns().stream().map(Column::full).map(MarkdownReport::escaped).forEach(headings::add);
        cells(headings);
        line("|---|" + "---:|".repeat(grid.columns().size()));
        for (Row row : grid.rows()) {
            List<String> cells = new ArrayList<>(List.of(escaped(row.head()) + (row.slower() ? " (slower than plain)" : "")));
            if (row.cells().isEmpty()) {
                cells.add(escaped(row.note()));
                cells.addAll(Collections.nCopies(grid.columns().size() - 1, ""));
            } else {
                cells.set(0, cells.get(0) + (row.note().isEmpty() ? "" : " (" + escaped(row.note()) + ")"));
                row.cells().stream().map(MarkdownReport::escaped).forEach(cells::add);
            }
            cells(cells);
        }
        line("");
    }

    private void cells(List<String> cells) {
        line("| " + String.join(" | ", cells) + " |");
    }

    private MarkdownReport line(String line) {
        text.append(line).append('\n');
        return this;
    }

    /** Neither HTML nor Markdown nor the end of a cell. */
    private static String escaped(String foreign) {
        return Html.escaped(foreign).replaceAll("[\\\\`*_\\[\\]|~!]", "\\\\$0").replace("&#39;", "'");
    }
}
