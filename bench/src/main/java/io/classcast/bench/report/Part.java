package io.classcast.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * All about one setting.
 *
 * @param setting it
 * @param overRanks what needs several numbers of ranks, for each state of the caches
 * @param measured each number of ranks with each state of the caches
 */
record Part(Setting setting, List<Section> overRanks, List<Section> measured) {
    /**
     * Tables and plots under one heading.
     *
     * @param heading over them
     * @param grids first the one that counts
     * @param plots may be empty
     */
    record Section(String heading, List<Grid> grids, List<Plot> plots) {
    }

    /** All of a setting whose plots have names with a prefix. */
    static Part of(Setting setting, String prefix) {
        Tables tables = new Tables(setting);
        Plots plots = new Plots(setting, prefix);
        List<Section> over = new ArrayList<>();
        List<Section> measured = new ArrayList<>();
        for (String cache : setting.caches()) {
            over.add(new Section("Over the numbers of ranks, " + cache, List.of(tables.breakEven(cache)), plots.overRanks(cache)));
            for (int ranks : setting.rankCounts()) {
                if (setting.trials().stream().anyMatch(trial -> trial.ranks() == ranks && trial.cache().equals(cache))) {
                    List<Grid> grids = Stream.of(tables.main(ranks, cache), tables.ranks(ranks, cache), tables.agent(ranks, cache))
                            .filter(grid -> !grid.rows().isEmpty()).toList();
                    measured.add(new Section(Tables.where(ranks, cache), grids, plots.of(ranks, cache)));
                }
            }
        }
        return new Part(setting, over, measured);
    }

    List<Plot> plots() {
        return Stream.of(overRanks, measured).flatMap(List::stream).flatMap(section -> section.plots().stream()).toList();
    }
}
