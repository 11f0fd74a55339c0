package io.classcast.bench.report;

import io.classcast.bench.report.Grid.Column;
import io.classcast.bench.report.Grid.Row;
import io.classcast.bench.report.ModelResult.Curve;
import io.classcast.bench.report.ModelResult.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Tables and plot of the scale model. Each heading, name and legend says that it is modelled. */
final class ModelPart {
    private static final String MODELLED = ", modelled";

    private final ModelResult model;
    private final List<Plot> plots;

    ModelPart(ModelResult model) {
        this.model = model;
        plots = draw(model);
    }

    String title() {
        return "Modelled, not measured: " + Text.line(model.title());
    }

    Map<String, Object> parameters() {
        return model.parameters();
    }

    /** Curves, what others published, and how well the model meets what was measured; each only if the file has it. */
    List<Grid> grids() {
        List<Grid> grids = new ArrayList<>();
        grids.add(curves("Modelled time, s", point -> Text.number(point.seconds())));
        grids.add(curves("Modelled metadata operations of the whole job", point -> point.metadata() == null ? Text.UNKNOWN : Text.count(point.metadata())));
        grids.add(curves("Modelled bytes read by the whole job, MiB", point -> point.bytes() == null ? Text.UNKNOWN : Text.mebibytes(point.bytes())));
        grids.add(new Grid("Published figures of others and the modelled ones", "what", columns("ranks", "published s", "modelled s", "modelled / published"),
                model.published().stream().map(p -> new Row(String.valueOf(p.what()), false, List.of(Text.count(p.ranks()), Text.number(p.publishedSeconds()),
                        Text.number(p.modelledSeconds()), Text.number(p.modelledSeconds() / p.publishedSeconds())), "")).toList()));
        grids.add(new Grid("Validation: measured and modelled times", "scenario", columns("ranks", "measured s", "modelled s", "error of the modelled figure, %"),
                model.validation().stream().map(v -> new Row(String.valueOf(v.scenario()), false, List.of(Text.count(v.ranks()), Text.number(v.measuredSeconds()),
                        Text.number(v.predictedSeconds()), Text.number(100 * v.error())), "")).toList()));
        return grids.stream().filter(grid -> !grid.rows().isEmpty()).toList();
    }

    private static List<Column> columns(String... names) {
        return List.of(names).stream().map(name -> new Column("", name)).toList();
    }

    private Grid curves(String caption, Function<Point, String> cell) {
        List<Integer> ranks = model.curves().stream().flatMap(curve -> curve.points().stream()).map(Point::ranks).distinct().sorted().toList();
        List<Row> rows = model.curves().stream().map(curve -> {
            Map<Integer, String> cells = curve.points().stream().collect(Collectors.toMap(Point::ranks, cell, (first, second) -> second));
            return new Row(curve.scenario() + MODELLED, false, ranks.stream().map(r -> cells.getOrDefault(r, Text.UNKNOWN)).toList(), "");
        }).filter(row -> row.cells().stream().anyMatch(text -> !text.equals(Text.UNKNOWN))).toList();
        return new Grid(caption, "scenario", ranks.stream().map(r -> new Column("modelled, ranks", Text.count(r))).toList(), rows);
    }

    /** The curves; none without points. */
    List<Plot> plots() {
        return plots;
    }

    private static List<Plot> draw(ModelResult model) {
        LinePlot lines = new LinePlot("ranks", "s, modelled");
        List<String> names = Scenarios.with(model.curves().stream().map(Curve::scenario).toList());
        for (Curve curve : model.curves()) {
            Map<Integer, Double> seconds = new TreeMap<>();
            curve.points().forEach(point -> seconds.put(point.ranks(), point.seconds()));
            lines.series(Text.shortened(curve.scenario(), 16) + MODELLED, names.indexOf(curve.scenario()), seconds);
        }
        return lines.isEmpty() ? List.of() : List.of(lines.plot("modelled-time", "Modelled time against ranks",
                "Nothing in this plot was measured. Both axes are logarithmic. A line for each scenario; the lower, the faster."));
    }
}
