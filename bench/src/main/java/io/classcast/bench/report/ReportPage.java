package io.classcast.bench.report;

import io.classcast.bench.report.Grid.Column;
import io.classcast.bench.report.Grid.Row;
import io.classcast.bench.results.StartupRun;
import io.classcast.bench.results.Trial;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The report as one HTML page that needs nothing else. */
final class ReportPage {
    private static final String HOW_TO_READ = "Medians over the repetitions. With prepare is the honest figure: what was done once before the job, such as staging, is part of"
            + " it; all ratios, spreads and break-evens are of that. × plain below 1 is faster than plain; rows that are slower are marked. × local is the"
            + " distance to the floor: everything on local disk, no shared file system. Operations are what a host asked of the shared file system,"
            + " prepare included. – is not known, not 0.";

    private final Html html = new Html();
    private final Map<Plot, String> drawn;

    private ReportPage(Map<Plot, String> drawn) {
        this.drawn = drawn;
    }

    /**
     * Writes it.
     *
     * @param parts at least one
     * @param model or null
     * @param drawn each plot as an SVG element
     * @return the file's content
     */
    static String of(List<Part> parts, ModelPart model, Map<Plot, String> drawn) throws IOException {
        ReportPage page = new ReportPage(drawn);
        String title = "Start-up of " + parts.stream().map(part -> part.setting().title()).collect(Collectors.joining("; "));
        page.html.open("html", "lang", "en").open("head").empty("meta", "charset", "utf-8")
                .empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1").element("title", title)
                .open("style").markup(style()).close().close().open("body").open("main");
        for (Part part : parts) {
            page.part(part);
        }
        if (model != null) {
            page.model(model);
        }
        return page.html.close().close().close().toString();
    }

    private static String style() throws IOException {
        try (InputStream css = ReportPage.class.getResourceAsStream("report.css")) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void part(Part part) {
        Setting setting = part.setting();
        html.element("h1", "Start-up of " + setting.title()).element("p", HOW_TO_READ);
        for (Part.Section section : part.measured()) {
            section(section);
        }
        for (Part.Section section : part.overRanks()) {
            section(section);
        }
        StartupRun run = setting.first();
        html.element("h2", "Where and with what");
        facts("Workload", run.workload());
        facts("Place", place(run.where()));
        facts("Machine", run.machine());
        facts("Versions", run.versions());
        html.element("h2", "The commands that made it");
        for (Source source : setting.sources()) {
            html.element("p", source.file() + ", started " + source.run().started());
            html.element("pre", source.run().command() == null ? "unknown" : Text.command(source.run().command()), "tabindex", "0");
        }
        Map<String, Object> commands = new LinkedHashMap<>();
        for (Trial trial : setting.trials()) {
            if (trial.command() != null) {
                commands.putIfAbsent(trial.scenario(), Text.command(trial.command()));
            }
        }
        html.open("details").element("summary", "Command line of a rank, scenario by scenario");
        facts("Command lines, class paths shortened", commands);
        html.close();
    }

    private static Map<String, Object> place(StartupRun.Where where) {
        Map<String, Object> place = new LinkedHashMap<>();
        place.put("kind", where.kind());
        place.put("file system", where.fileSystem());
        place.putAll(where.facts() == null ? Map.of() : where.facts());
        return place;
    }

    private void model(ModelPart model) {
        html.open("section", "class", "modelled").element("h1", model.title());
        for (Plot plot : model.plots()) {
            figure(plot);
        }
        model.grids().forEach(this::grid);
        facts("Parameters of the modelled figures", model.parameters());
        html.close();
    }

    private void section(Part.Section section) {
        html.open("section").element("h2", section.heading());
        grid(section.grids().get(0));
        for (Plot plot : section.plots()) {
            figure(plot);
        }
        section.grids().stream().skip(1).forEach(this::grid);
        html.close();
    }

    private void figure(Plot plot) {
        html.open("figure").open("div", "class", "box", "tabindex", "0", "role", "region", "aria-label", plot.title()).markup(drawn.get(plot)).close();
        html.element("figcaption", plot.description()).close();
    }

    private void facts(String caption, Map<String, ?> facts) {
        if (facts != null && !facts.isEmpty()) {
            table(caption, "facts");
            html.open("tbody");
            facts.forEach((name, value) -> html.open("tr").element("th", name, "scope", "row").element("td", Text.fact(value)).close());
            html.close().close().close();
        }
    }

    private void table(String caption, String kind) {
        html.open("div", "class", "box", "tabindex", "0", "role", "region", "aria-label", caption).open("table", "class", kind).element("caption", caption);
    }

    private void grid(Grid grid) {
        table(grid.caption(), "figures");
        html.open("thead");
        boolean grouped = grid.columns().stream().anyMatch(column -> !column.group().isEmpty());
        html.open("tr").element("th", grid.head(), "scope", "col", "rowspan", grouped ? "2" : "1");
        for (int i = 0; i < grid.columns().size();) {
            String group = grid.columns().get(i).group();
            int end = i + 1;
            while (!group.isEmpty() && end < grid.columns().size() && grid.columns().get(end).group().equals(group)) {
                end++;
            }
            if (group.isEmpty()) {
                html.element("th", grid.columns().get(i).name(), "scope", "col", "rowspan", grouped ? "2" : "1");
            } else {
                html.element("th", group, "scope", "colgroup", "colspan", String.valueOf(end - i), "class", "group");
            }
            i = end;
        }
        if (grouped) {
            html.close().open("tr");
            grid.columns().stream().filter(column -> !column.group().isEmpty()).forEach(column -> html.element("th", column.name(), "scope", "col"));
        }
        html.close().close().open("tbody");
        grid.rows().forEach(row -> row(row, grid.columns().size()));
        html.close().close().close();
    }

    private void row(Row row, int columns) {
        html.open("tr", "class", row.slower() ? "slower" : "", "data-scenario", row.head()).open("th", "scope", "row").text(row.head());
        if (row.slower()) {
            html.element("small", "▲ slower than plain");
        }
        if (!row.cells().isEmpty() && !row.note().isEmpty()) {
            html.element("small", row.note());
        }
        html.close();
        if (row.cells().isEmpty()) {
            html.element("td", row.note(), "class", "note", "colspan", String.valueOf(columns));
        }
        row.cells().forEach(cell -> html.element("td", cell));
        html.close();
    }
}
