package io.classcast.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** The report of start-up runs: a page, a Markdown file, and the plots as SVG and PNG. */
public final class Report {
    private final List<Setting> settings;
    private final ModelPart model;

    private Report(List<Setting> settings, ModelPart model) {
        this.settings = settings;
        this.model = model;
    }

    /**
     * Reads what is to be reported.
     *
     * @param results files of {@code startup-bench run}; at least one
     * @param model file of the scale model, or null
     * @return the report, not yet written
     * @throws IOException if a file cannot be read, is something else or holds nothing, with one line that says so
     */
    public static Report read(List<Path> results, Path model) throws IOException {
        List<Source> sources = new ArrayList<>();
        for (Path file : results.stream().map(file -> file.toAbsolutePath().normalize()).distinct().toList()) {
            sources.add(Source.read(file));
        }
        return new Report(Setting.of(sources), model == null ? null : new ModelPart(ModelResult.read(model)));
    }

    /**
     * Writes it; files of the same names are replaced.
     *
     * @param directory made if missing
     * @return the page
     * @throws IOException if a file cannot be written
     */
    public Path write(Path directory) throws IOException {
        Plot.needFonts();
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new IOException("cannot make the directory " + directory + " (" + e.getClass().getSimpleName() + "); name another one to write the report to", e);
        }
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < settings.size(); i++) {
            parts.add(Part.of(settings.get(i), settings.size() == 1 ? "" : (i + 1) + "-"));
        }
        List<Plot> plots = new ArrayList<>(model == null ? List.of() : model.plots());
        parts.forEach(part -> plots.addAll(part.plots()));
        Map<Plot, String> drawn = new IdentityHashMap<>();
        for (Plot plot : plots) {
            drawn.put(plot, plot.svg());
            Files.writeString(directory.resolve(plot.name() + ".svg"), drawn.get(plot) + "\n");
            Files.write(directory.resolve(plot.name() + ".png"), plot.png());
        }
        Files.writeString(directory.resolve("report.md"), MarkdownReport.of(parts, model));
        return Files.writeString(directory.resolve("report.html"), ReportPage.of(parts, model, drawn));
    }
}
