package io.classcast.bench.run;

import io.classcast.bench.measure.Samples;
import io.classcast.bench.report.Table;
import io.classcast.bench.results.StartupRun;
import io.classcast.bench.results.Trial;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** What a run comes to, as a table for a terminal: one line a scenario, number of ranks and kind of caches. */
public final class RunTable {
    private RunTable() {
    }

    /**
     * The table.
     *
     * @param run with its trials
     * @return lines
     */
    public static String of(StartupRun run) {
        Table table = new Table("scenario", "ranks", "caches", "median s", "min", "max", "x plain", "to main s", "metadata: rank 0's host", "worst other", "ENOENT", "read MiB");
        for (Way way : Way.values()) {
            run.trials().stream().filter(trial -> trial.scenario().equals(way.scenario())).map(trial -> new Group(trial.ranks(), trial.cache())).distinct()
                    .forEach(group -> row(table, run, way, group));
            for (StartupRun.Skipped skipped : run.skipped()) {
                if (skipped.scenario().equals(way.scenario())) {
                    table.row(way.scenario(), "-", "-", "not run: " + shortened(skipped.reason()), "", "", "", "", "", "", "", "");
                }
            }
        }
        return table.toString();
    }

    /** What is compared with each other. */
    private record Group(int ranks, String cache) {
        List<Trial> of(StartupRun run, Way way) {
            return run.trials().stream().filter(trial -> trial.scenario().equals(way.scenario()) && trial.ranks() == ranks && trial.cache().equals(cache)).toList();
        }
    }

    private static void row(Table table, StartupRun run, Way way, Group group) {
        List<Trial> all = group.of(run, way);
        List<Trial> trials = all.stream().filter(Trial::ended).toList();
        if (trials.isEmpty()) {
            table.row(way.scenario(), "" + group.ranks, group.cache, "failed: " + shortened(all.get(0).failure()), "", "", "", "", "", "", "", "");
            return;
        }
        Samples whole = seconds(trials);
        List<Trial> plain = group.of(run, Way.PLAIN).stream().filter(Trial::ended).toList();
        String ratio = plain.isEmpty() ? "" : number(whole.median() / seconds(plain).median());
        double main = new Samples(trials.stream().mapToDouble(trial -> trial.ofRanks().stream().mapToDouble(Trial.OfRank::mainMillis).max().orElse(0) / 1000).toArray()).median();
        table.row(way.scenario(), "" + group.ranks, group.cache, number(whole.median()), number(whole.min()), number(whole.max()), ratio, number(main),
                first(trials, Trial.OfHost::metadata), others(trials, Trial.OfHost::metadata), sum(trials, "enoent", 1), sum(trials, "readBytes", 1 << 20));
    }

    private static Samples seconds(List<Trial> trials) {
        return new Samples(trials.stream().mapToDouble(trial -> trial.wholeMillis() / 1000).toArray());
    }

    private static String first(List<Trial> trials, ToLongFunction<Trial.OfHost> count) {
        return median(trials.stream().filter(trial -> !trial.ofHosts().isEmpty()).mapToDouble(trial -> count.applyAsLong(trial.ofHosts().get(0))).toArray(), 1);
    }

    private static String others(List<Trial> trials, ToLongFunction<Trial.OfHost> count) {
        return median(trials.stream().filter(trial -> trial.ofHosts().size() > 1).mapToDouble(trial -> trial.ofHosts().stream().skip(1).mapToLong(count).max().getAsLong()).toArray(), 1);
    }

    private static String sum(List<Trial> trials, String kind, int unit) {
        return median(trials.stream().filter(trial -> !trial.ofHosts().isEmpty())
                .mapToDouble(trial -> trial.ofHosts().stream().mapToLong(host -> host.operations().getOrDefault(kind, 0L)).sum()).toArray(), unit);
    }

    /** Nothing where nobody has counted. */
    private static String median(double[] values, int unit) {
        if (values.length == 0) {
            return "";
        }
        double median = new Samples(values).median();
        return unit == 1 ? String.format(Locale.ROOT, "%.0f", median) : number(median / unit);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.1f", value);
    }

    private static String shortened(String reason) {
        return reason.length() <= 90 ? reason : reason.substring(0, 90) + " ...";
    }
}
