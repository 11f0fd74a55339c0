package io.classcast.bench.run;

import io.classcast.bench.results.RunFile;
import io.classcast.bench.results.StartupRun;
import io.classcast.bench.results.Trial;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * All trials of a run: repetitions outside, scenarios inside, so that whatever drifts on the machine drifts for all of them. The file
 * is written after every trial; what is in it already is not run again.
 *
 * @param ways scenarios
 * @param ranks numbers of ranks
 * @param caches cold, warm, or both
 * @param repetitions of each
 */
public record RunPlan(List<Way> ways, List<Integer> ranks, List<Boolean> caches, int repetitions) {
    /** One trial to come. */
    private record Step(Way way, int ranks, boolean warm, int repetition) {
        boolean isIn(StartupRun run) {
            return run.trials().stream().anyMatch(trial -> trial.scenario().equals(way.scenario()) && trial.ranks() == ranks && trial.cache().equals("warm") == warm
                    && trial.repetition() == repetition && trial.ended());
        }
    }

    private List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (int repetition = 1; repetition <= repetitions; repetition++) {
            for (int count : ranks) {
                for (boolean warm : caches) {
                    for (Way way : ways) {
                        steps.add(new Step(way, count, warm, repetition));
                    }
                }
            }
        }
        return steps;
    }

    /**
     * How many trials there are.
     *
     * @return all, those that are done already among them
     */
    public int size() {
        return ranks.size() * caches.size() * ways.size() * repetitions;
    }

    /**
     * Runs what is missing.
     *
     * @param begun head of the file, and trials of an earlier attempt
     * @param site where
     * @param recipes how
     * @param file written after each trial
     * @param progress gets each trial, and the number of trials done
     * @return the whole run
     * @throws IOException if the site or the file fails
     */
    StartupRun run(StartupRun begun, Site site, Recipes recipes, Path file, BiConsumer<Trial, Integer> progress) throws IOException {
        TrialRunner runner = new TrialRunner(site, recipes);
        Map<Way, Recipe> ready = new LinkedHashMap<>();
        List<StartupRun.Skipped> skipped = new ArrayList<>();
        StartupRun run = begun.withoutFailures();
        int done = 0;
        for (Step step : steps()) {
            done++;
            if (step.isIn(run) || skipped.stream().anyMatch(s -> s.scenario().equals(step.way().scenario()))) {
                continue;
            }
            if (!ready.containsKey(step.way())) {
                try {
                    ready.put(step.way(), recipes.prepare(step.way()));
                } catch (Site.Unavailable | IOException | IllegalStateException e) {
                    skipped.add(new StartupRun.Skipped(step.way().scenario(), String.valueOf(e.getMessage()).replace('\n', ' ')));
                    run = run.withSkipped(skipped);
                    RunFile.write(run, file);
                    continue;
                }
            }
            Trial trial = runner.run(ready.get(step.way()), step.ranks(), step.warm(), step.repetition());
            run = run.with(trial);
            RunFile.write(run, file);
            progress.accept(trial, done);
        }
        RunFile.write(run, file);
        return run;
    }
}
