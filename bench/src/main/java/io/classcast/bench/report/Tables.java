package io.classcast.bench.report;

import io.classcast.bench.measure.Samples;
import io.classcast.bench.report.Grid.Column;
import io.classcast.bench.report.Grid.Row;
import io.classcast.bench.results.Trial;
import io.classcast.bench.results.Trial.OfRank;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The tables of a setting: each scenario has a row in each, with its figures or with the reason why there are none. */
final class Tables {
    private static final List<Column> MAIN = List.of(new Column("", "runs"), new Column("median of the job, s", "with prepare"), new Column("median of the job, s", "prepare"),
            new Column("median of the job, s", "launch to end"), new Column("spread with prepare, s", "min"), new Column("spread with prepare, s", "max"),
            new Column("ratio, with prepare", "× plain"), new Column("ratio, with prepare", "× local"),
            new Column("metadata operations", "rank 0's host"), new Column("metadata operations", "worst other"),
            new Column("of them ENOENT", "rank 0's host"), new Column("of them ENOENT", "worst other"),
            new Column("read, MiB", "rank 0's host"), new Column("read, MiB", "worst other"),
            new Column("CPU", "s per rank"), new Column("PSS", "MiB per host"));
    private static final List<String> QUANTILES = List.of("min", "median", "p95", "max");
    private static final double KIB = 1024;

    private final Setting setting;

    Tables(Setting setting) {
        this.setting = setting;
    }

    /** What a scenario takes and what it asks of the file system. */
    Grid main(int ranks, String cache) {
        double plain = setting.figures(Scenarios.PLAIN, ranks, cache).median(Trial::wholeMillis);
        double local = setting.figures(Scenarios.LOCAL, ranks, cache).median(Trial::wholeMillis);
        return grid("What each scenario takes, " + where(ranks, cache), MAIN, ranks, cache, figures -> {
            double whole = figures.median(Trial::wholeMillis);
            Samples spread = figures.samples(Trial::wholeMillis).orElseThrow();
            return List.of(String.valueOf(figures.ended().size()), Text.seconds(whole), Text.seconds(figures.median(Trial::prepareMillis)),
                    Text.seconds(figures.median(Trial::wallMillis)), Text.seconds(spread.min()), Text.seconds(spread.max()), Text.number(whole / plain),
                    Text.number(whole / local), Text.count(figures.onRootHost(Figures.METADATA)), Text.count(figures.onWorstOtherHost(Figures.METADATA)),
                    Text.count(figures.onRootHost(Figures.ENOENT)), Text.count(figures.onWorstOtherHost(Figures.ENOENT)),
                    Text.mebibytes(figures.onRootHost(Figures.BYTES)), Text.mebibytes(figures.onWorstOtherHost(Figures.BYTES)),
                    Text.seconds(figures.cpuMillisPerRank()), Text.number(figures.pssKibPerHost() / KIB));
        });
    }

    /** How the ranks differ. */
    Grid ranks(int ranks, String cache) {
        List<Column> columns = new ArrayList<>();
        for (String event : List.of("to main, s", "to the last class loaded, s", "to exit, s")) {
            QUANTILES.forEach(quantile -> columns.add(new Column(event, quantile)));
        }
        return grid("How the ranks differ: from the launcher's start, " + where(ranks, cache), columns, ranks, cache, figures -> {
            List<String> cells = new ArrayList<>();
            cells.addAll(quantiles(figures.ofRanks(OfRank::mainMillis)));
            cells.addAll(quantiles(figures.ofRanks(OfRank::loadedMillis)));
            cells.addAll(quantiles(figures.ofRanks(OfRank::exitMillis)));
            return cells;
        });
    }

    private static List<String> quantiles(Optional<Samples> samples) {
        return samples.map(s -> List.of(Text.seconds(s.min()), Text.seconds(s.median()), Text.seconds(s.quantile(0.95)), Text.seconds(s.max())))
                .orElse(List.of(Text.UNKNOWN, Text.UNKNOWN, Text.UNKNOWN, Text.UNKNOWN));
    }

    /** The agent's phases; without rows where no scenario has any. */
    Grid agent(int ranks, String cache) {
        Set<String> phases = new LinkedHashSet<>();
        setting.scenarios().forEach(scenario -> phases.addAll(setting.figures(scenario, ranks, cache).agentOnRoot().keySet()));
        List<Column> columns = phases.stream().flatMap(phase -> List.of(new Column(phase + ", ms", "rank 0"), new Column(phase + ", ms", "others")).stream()).toList();
        List<Row> rows = new ArrayList<>();
        for (String scenario : setting.scenarios()) {
            Map<String, Double> root = setting.figures(scenario, ranks, cache).agentOnRoot();
            Map<String, Double> others = setting.figures(scenario, ranks, cache).agentOnOthers();
            if (!root.isEmpty()) {
                rows.add(new Row(scenario, false, phases.stream().flatMap(phase -> List.of(root, others).stream()
                        .map(of -> Text.number(of.getOrDefault(phase, Double.NaN)))).toList(), ""));
            }
        }
        return new Grid("Phases of the agent, medians, " + where(ranks, cache), "scenario", columns, rows);
    }

    /** From how many ranks on a scenario is worth it. */
    Grid breakEven(String cache) {
        Map<Integer, Double> plain = setting.wholeMillis(Scenarios.PLAIN, cache);
        List<Row> rows = setting.scenarios().stream().filter(scenario -> !scenario.equals(Scenarios.PLAIN))
                .map(scenario -> new Row(scenario, false, List.of(), BreakEven.of(plain, setting.wholeMillis(scenario, cache)))).toList();
        return new Grid("Faster than plain, with prepare, " + cache, "scenario", List.of(new Column("", "from how many ranks on")), rows);
    }

    /** Words for a number of ranks and a state of the caches. */
    static String where(int ranks, String cache) {
        return Text.of(ranks, "rank") + ", " + cache;
    }

    private Grid grid(String caption, List<Column> columns, int ranks, String cache, Function<Figures, List<String>> cells) {
        double plain = setting.figures(Scenarios.PLAIN, ranks, cache).median(Trial::wholeMillis);
        List<Row> rows = new ArrayList<>();
        for (String scenario : setting.scenarios()) {
            Figures figures = setting.figures(scenario, ranks, cache);
            boolean slower = figures.median(Trial::wholeMillis) > plain;
            rows.add(new Row(scenario, slower, figures.ended().isEmpty() ? List.of() : cells.apply(figures), note(scenario, figures)));
        }
        return new Grid(caption, "scenario", columns, rows);
    }

    private String note(String scenario, Figures figures) {
        if (!figures.failed().isEmpty()) {
            String count = figures.ended().isEmpty() ? "failed: " : figures.failed().size() + " of " + figures.trials().size() + " failed: ";
            return count + figures.failed().get(0).failure();
        }
        if (!figures.trials().isEmpty()) {
            return "";
        }
        String reason = setting.skipped().get(scenario);
        return reason == null ? "not run" : "skipped: " + reason;
    }
}
