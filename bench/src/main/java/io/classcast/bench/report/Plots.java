package io.classcast.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jfree.data.category.DefaultCategoryDataset;

/** The plots of a setting. */
final class Plots {
    private static final String OPERATIONS = "operations per rank";

    private final Setting setting;
    private final String prefix;

    /** Plots of a setting whose files' names start with a prefix. */
    Plots(Setting setting, String prefix) {
        this.setting = setting;
        this.prefix = prefix;
    }

    /** Plots over the numbers of ranks; none where there is but one. */
    List<Plot> overRanks(String cache) {
        List<Plot> plots = new ArrayList<>();
        if (setting.rankCounts().size() < 2) {
            return plots;
        }
        LinePlot time = new LinePlot("ranks", "s, median, with prepare");
        LinePlot ratio = new LinePlot("ranks", "× plain (below 1: faster)").line(1);
        TreeMap<Integer, Double> plain = setting.wholeMillis(Scenarios.PLAIN, cache);
        List<String> scenarios = setting.scenarios();
        for (int i = 0; i < scenarios.size(); i++) {
            TreeMap<Integer, Double> whole = setting.wholeMillis(scenarios.get(i), cache);
            Map<Integer, Double> seconds = new TreeMap<>(whole);
            seconds.replaceAll((ranks, millis) -> millis / 1000);
            time.series(scenarios.get(i), i, seconds);
            whole.keySet().retainAll(plain.keySet());
            whole.replaceAll((ranks, millis) -> millis / plain.get(ranks));
            if (!scenarios.get(i).equals(Scenarios.PLAIN)) {
                ratio.series(scenarios.get(i), i, whole);
            }
        }
        plots.add(time.plot(prefix + "time-" + name(cache), "Time against ranks, " + Text.shortened(cache, 20),
                "Both axes are logarithmic. A line for each scenario; the lower, the faster. The figures are in the tables."));
        if (!ratio.isEmpty()) {
            plots.add(ratio.plot(prefix + "break-even-" + name(cache), "Break-even: time as a multiple of plain, " + Text.shortened(cache, 20),
                    "Both axes are logarithmic. Where a line is below 1, the scenario is faster than plain. Lines join what was measured and end there."));
        }
        return plots;
    }

    /** Plots of one number of ranks. */
    List<Plot> of(int ranks, String cache) {
        List<Plot> plots = new ArrayList<>();
        String where = Text.of(ranks, "rank") + ", " + Text.shortened(cache, 20);
        String suffix = ranks + "-" + name(cache);
        DefaultCategoryDataset phases = new DefaultCategoryDataset();
        DefaultCategoryDataset operations = new DefaultCategoryDataset();
        DefaultCategoryDataset agent = new DefaultCategoryDataset();
        Set<String> agentPhases = new LinkedHashSet<>();
        setting.scenarios().forEach(scenario -> agentPhases.addAll(setting.figures(scenario, ranks, cache).agentOnRoot().keySet()));
        for (String scenario : setting.scenarios()) {
            Figures figures = setting.figures(scenario, ranks, cache);
            String label = BarsPlot.label(scenario, figures.ended().isEmpty() ? why(scenario, figures) : "");
            while (phases.getColumnKeys().contains(label)) {
                label += "’";
            }
            for (Map.Entry<String, Double> phase : figures.phases().entrySet()) {
                phases.addValue(known(phase.getValue() / 1000), phase.getKey(), label);
            }
            operations.addValue(known(figures.perRank(Figures.METADATA)), "metadata", label);
            operations.addValue(known(figures.perRank(Figures.ENOENT)), "of them ENOENT", label);
            operations.addValue(known(figures.perRank(Figures.READS)), "reads", label);
            Map<String, Double> onRoot = figures.agentOnRoot();
            if (!onRoot.isEmpty()) {
                for (String phase : agentPhases) {
                    agent.addValue(known(onRoot.getOrDefault(phase, Double.NaN)), Text.shortened(phase, 20), label);
                }
            }
        }
        plots.add(BarsPlot.stacked(phases, "s, medians of the mean rank").plot(prefix + "phases-" + suffix, "Phases, " + where,
                "A bar for each scenario: prepare, launch, JVM start to main, main to the last class loaded, from there to exit, and waiting for the other ranks"
                        + " and the launcher. Medians of parts need not add up to the median of the whole."));
        if (agent.getRowCount() > 0) {
            plots.add(BarsPlot.stacked(agent, "ms, medians of rank 0").plot(prefix + "agent-" + suffix, "Phases of the agent on rank 0, " + where,
                    "A bar for each scenario with the agent."));
        }
        boolean counted = setting.scenarios().stream().anyMatch(scenario -> !Double.isNaN(setting.figures(scenario, ranks, cache).perRank(Figures.METADATA)));
        if (counted) {
            plots.add(BarsPlot.logarithmic(operations, OPERATIONS + ", logarithmic").plot(prefix + "operations-" + suffix,
                    "File-system operations per rank, " + where, "What all hosts asked of the shared file system, divided by the ranks; a bar of no length is 0."
                            + " The axis is logarithmic from 10 on."));
        }
        return plots;
    }

    private String why(String scenario, Figures figures) {
        return !figures.failed().isEmpty() ? "failed" : setting.skipped().containsKey(scenario) ? "skipped" : "not run";
    }

    /** JFreeChart leaves out what is null. */
    private static Double known(double value) {
        return Double.isNaN(value) ? null : value;
    }

    /** Part of a file's name. */
    private static String name(String cache) {
        return Text.shortened(cache, 20).replaceAll("[^A-Za-z0-9]", "_");
    }
}
