package io.classcast.bench.report;

import io.classcast.bench.results.StartupRun;
import io.classcast.bench.results.Trial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What may be compared: files with the same workload in the same place, the same versions and the same machine. Their trials count as repetitions of each other.
 *
 * @param sources at least one
 */
record Setting(List<Source> sources) {
    /**
     * Puts together what belongs together. Files that differ in the number of hosts do, unless both have the same number of ranks.
     *
     * @param sources all files, in order
     * @return at least one setting, in the order of their first files
     */
    static List<Setting> of(List<Source> sources) {
        List<Setting> settings = new ArrayList<>();
        for (Setting alike : grouped(sources, Setting::key)) {
            Map<Integer, Integer> hosts = new HashMap<>();
            boolean clash = alike.sources.stream().anyMatch(source -> source.run().trials().stream()
                    .anyMatch(trial -> !Objects.equals(hosts.computeIfAbsent(trial.ranks(), ranks -> source.run().where().hosts()), source.run().where().hosts())));
            settings.addAll(clash ? grouped(alike.sources, source -> source.run().where().hosts()) : List.of(alike));
        }
        return settings;
    }

    private static Collection<Setting> grouped(List<Source> sources, Function<Source, Object> key) {
        return sources.stream().collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.collectingAndThen(Collectors.toList(), Setting::new))).values();
    }

    private static Object key(Source source) {
        StartupRun run = source.run();
        Map<String, Object> machine = new TreeMap<>(run.machine() == null ? Map.of() : run.machine());
        machine.remove("load");
        return Arrays.asList(run.workload(), run.where().kind(), run.where().fileSystem(), run.where().facts(), run.versions(), machine);
    }

    StartupRun first() {
        return sources.get(0).run();
    }

    /** What is started, where, and when. */
    String title() {
        Object name = first().workload() == null ? null : first().workload().get("name");
        return Text.line(name == null ? "a workload without a name" : name) + " on " + place() + ", " + dates();
    }

    /** The hosts and their file system. */
    String place() {
        StartupRun.Where where = first().where();
        List<String> hosts = sources.stream().map(source -> source.run().where().hosts()).distinct().sorted().map(String::valueOf).toList();
        String system = where.fileSystem() == null ? "" : ", " + where.fileSystem();
        return Text.line(String.join(" and ", hosts) + (hosts.equals(List.of("1")) ? " host (" : " hosts (") + where.kind() + system + ")");
    }

    private String dates() {
        List<String> days = sources.stream().map(source -> String.valueOf(source.run().started())).map(start -> start.substring(0, Math.min(10, start.length())))
                .distinct().sorted().toList();
        return Text.line(days.size() == 1 ? days.get(0) : days.get(0) + " to " + days.get(days.size() - 1));
    }

    List<Trial> trials() {
        return sources.stream().flatMap(source -> source.run().trials().stream()).toList();
    }

    /** All names, so that each has its row. */
    List<String> scenarios() {
        List<String> found = new ArrayList<>(trials().stream().map(Trial::scenario).toList());
        found.addAll(skipped().keySet());
        return Scenarios.with(found);
    }

    /** Scenario to reason. */
    Map<String, String> skipped() {
        Map<String, String> reasons = new LinkedHashMap<>();
        sources.stream().filter(source -> source.run().skipped() != null).flatMap(source -> source.run().skipped().stream())
                .forEach(skip -> reasons.putIfAbsent(String.valueOf(skip.scenario()), String.valueOf(skip.reason())));
        return reasons;
    }

    /** Numbers of ranks, ascending. */
    List<Integer> rankCounts() {
        return trials().stream().map(Trial::ranks).distinct().sorted().toList();
    }

    /** Cold before warm. */
    List<String> caches() {
        return trials().stream().map(Trial::cache).distinct().sorted().toList();
    }

    Figures figures(String scenario, int ranks, String cache) {
        return new Figures(trials().stream().filter(trial -> trial.scenario().equals(scenario) && trial.ranks() == ranks && trial.cache().equals(cache)).toList());
    }

    /** Median of the whole job, milliseconds, at each number of ranks at which one ended. */
    TreeMap<Integer, Double> wholeMillis(String scenario, String cache) {
        TreeMap<Integer, Double> medians = new TreeMap<>();
        for (int ranks : rankCounts()) {
            double whole = figures(scenario, ranks, cache).median(Trial::wholeMillis);
            if (!Double.isNaN(whole)) {
                medians.put(ranks, whole);
            }
        }
        return medians;
    }
}
