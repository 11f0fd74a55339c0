package io.classcast.bench.run;

import io.classcast.bench.results.Trial;
import io.classcast.cluster.JobOutcome;
import io.classcast.cluster.Launcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs one job of a recipe and takes its measures. Every job of a run must give the same result. */
final class TrialRunner {
    private static final int SHOWN = 600;

    private final Site site;
    private final Recipes recipes;
    private final Wrapper wrapper;
    private String expected;

    TrialRunner(Site site, Recipes recipes) throws IOException {
        this.site = site;
        this.recipes = recipes;
        wrapper = new Wrapper(site.notes(), site.scratch());
    }

    /**
     * Runs a job.
     *
     * @param recipe what
     * @param ranks how many JVMs
     * @param warm after an unmeasured one on the same mounts
     * @param repetition its number
     * @return what it took, or why it failed
     * @throws IOException if the site fails
     */
    Trial run(Recipe recipe, int ranks, boolean warm, int repetition) throws IOException {
        boolean cold = site.fresh();
        if (warm) {
            measure(recipe, ranks, "warm", repetition);
        }
        return measure(recipe, ranks, warm ? "warm" : cold ? "cold" : "as found", repetition);
    }

    private Trial measure(Recipe recipe, int ranks, String cache, int repetition) throws IOException {
        wrapper.clear();
        AgentPhases.take(recipes.reports());
        List<Trial.OfHost> before = site.counts();
        double prepare = 0;
        double wall = 0;
        try {
            prepare = round(recipe.before().run());
            Launcher launcher = recipe.around(site.launcher(wrapper.command()), site.notes(), recipes.bcastjar());
            double launched = System.currentTimeMillis();
            JobOutcome outcome = launcher.run(recipe.spec(ranks), Recipes.SECONDS);
            wall = round(1000 * outcome.seconds());
            String problem = problem(recipe, ranks, outcome);
            if (problem != null) {
                return failed(recipe, ranks, cache, repetition, prepare, wall, problem);
            }
            List<Trial.OfHost> counts = difference(before, site.counts());
            return new Trial(recipe.way().scenario(), ranks, cache, repetition, recipe.shown(), prepare, wall, null,
                    wrapper.read(ranks, site.launched(launched), AgentPhases.take(recipes.reports())), counts);
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            return failed(recipe, ranks, cache, repetition, prepare, wall, String.valueOf(e.getMessage()));
        } finally {
            recipes.clean(recipe.way());
        }
    }

    private static Trial failed(Recipe recipe, int ranks, String cache, int repetition, double prepare, double wall, String reason) {
        String line = reason.replace('\n', ' ');
        return new Trial(recipe.way().scenario(), ranks, cache, repetition, recipe.shown(), prepare, wall, line.length() <= SHOWN ? line : line.substring(0, SHOWN) + " ...",
                List.of(), List.of());
    }

    private String problem(Recipe recipe, int ranks, JobOutcome outcome) {
        String all = String.join(" | ", outcome.raw());
        if (outcome.exit() != 0) {
            return "exit code " + outcome.exit() + ": " + all;
        }
        List<String> found = outcome.output().stream().filter(line -> line.contains(recipes.result())).toList();
        if (found.size() != ranks) {
            return found.size() + " of " + ranks + " ranks gave a result: " + all;
        }
        expected = expected == null ? found.get(0) : expected;
        for (String line : found) {
            if (!line.equals(expected)) {
                return "a rank's result is \"" + line + "\" instead of \"" + expected + "\"";
            }
        }
        if (recipe.way().isServed() && !site.isServed(outcome, ranks)) {
            return "Classcast did not serve the job: " + all;
        }
        if (!recipe.mustSay().isEmpty() && outcome.agentLines().stream().noneMatch(line -> line.contains(recipe.mustSay()))) {
            return "no line of Classcast says \"" + recipe.mustSay() + "\": " + all;
        }
        return null;
    }

    private static List<Trial.OfHost> difference(List<Trial.OfHost> before, List<Trial.OfHost> after) {
        List<Trial.OfHost> difference = new ArrayList<>();
        for (int i = 0; i < after.size(); i++) {
            Map<String, Long> earlier = i < before.size() ? before.get(i).operations() : Map.of();
            Map<String, Long> operations = new LinkedHashMap<>();
            after.get(i).operations().forEach((kind, count) -> operations.put(kind, count - earlier.getOrDefault(kind, 0L)));
            difference.add(new Trial.OfHost(after.get(i).host(), operations));
        }
        return difference;
    }

    private static double round(double millis) {
        return Math.rint(10 * millis) / 10;
    }
}
