package io.classcast.bench.run;

import io.classcast.Version;
import io.classcast.bench.measure.Jdk;
import io.classcast.bench.report.Machine;
import io.classcast.bench.results.RunFile;
import io.classcast.bench.results.StartupRun;
import io.classcast.bench.results.Trial;
import io.classcast.bench.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * One whole run: installs, measures, writes.
 *
 * @param command the command line, for the record
 * @param workload what is started
 * @param jdk of the ranks
 * @param plan all trials
 * @param tools Classcast itself
 */
public record Startup(List<String> command, Workload workload, Jdk jdk, RunPlan plan, Tools tools) {
    /**
     * Classcast, as it is installed on every host.
     *
     * @param agent its jar
     * @param bcastjar the command
     * @param bcastjarJar the jar behind it
     */
    public record Tools(Path agent, Path bcastjar, Path bcastjarJar) {
    }

    /**
     * Runs all that the file does not have yet.
     *
     * @param site where
     * @param file the result; written after each trial
     * @param resume goes on with the trials in the file, if there is one
     * @return the whole run
     * @throws IOException if the site or the file fails, or the file is of another run
     */
    public StartupRun at(Site site, Path file, boolean resume) throws IOException {
        // Only now does the workload know its files.
        Recipes recipes = new Recipes(site, workload, jdk, plan.ranks().stream().mapToInt(Integer::intValue).max().orElse(1), tools.agent(), tools.bcastjar(), tools.bcastjarJar());
        StartupRun begun = head(site);
        if (resume && Files.exists(file)) {
            StartupRun earlier = RunFile.read(file);
            if (!earlier.workload().toString().equals(begun.workload().toString()) || !earlier.where().toString().equals(begun.where().toString())
                    || !earlier.versions().equals(begun.versions())) {
                throw new IOException(file + " is of another workload, place or version; name another file, or start without --resume");
            }
            begun = earlier;
        }
        if (System.console() == null) {
            return plan.run(begun, site, recipes, file, this::line);
        }
        try (ProgressBar bar = new ProgressBarBuilder().setTaskName("startup-bench").setInitialMax(plan.size()).setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(System.err)).build()) {
            return plan.run(begun, site, recipes, file, (trial, done) -> {
                bar.stepTo(done);
                bar.setExtraMessage(trial.scenario() + ", " + trial.ranks() + " ranks");
            });
        }
    }

    private StartupRun head(Site site) {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("classcast", Version.TEXT);
        versions.put("jdk", jdk.version().toString());
        versions.put("jdkVendor", jdk.vendor());
        versions.put("kernel", System.getProperty("os.version"));
        versions.putAll(site.versions());
        return new StartupRun(StartupRun.FORMAT, Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(), command, versions, Machine.facts(), site.where(), facts(), List.of(), List.of());
    }

    private Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", workload.name());
        facts.putAll(workload.facts());
        return facts;
    }

    private void line(Trial trial, int done) {
        System.err.printf(java.util.Locale.ROOT, "startup-bench: %d of %d: %s, %d ranks, %s: %s%n", done, plan.size(), trial.scenario(), trial.ranks(), trial.cache(),
                trial.ended() ? String.format(java.util.Locale.ROOT, "%.1f s", trial.wholeMillis() / 1000) : "failed: " + trial.failure());
    }
}
