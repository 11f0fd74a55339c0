package io.classcast.bench;

import io.classcast.bench.measure.Jdk;
import io.classcast.bench.model.ModelRuns;
import io.classcast.bench.model.ModelRuns.Scenario;
import io.classcast.bench.model.TraceStore;
import io.classcast.bench.workload.Jynamic;
import io.classcast.cluster.SharedFs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Records the traces that the model replays. */
@Command(name = "record", footer = "Example: startup-bench model record --workload trivial-100 --to /tmp/traces",
        description = "Records what one rank asks of the shared file system, for each scenario: on a simulated host for plain, on two with a rank each for what is broadcast."
                + " Of several rounds (3) it keeps the quickest. Without options it records anew all traces that come with the model. Needs root.")
final class ModelRecordCommand implements Callable<Integer> {
    @Mixin
    private MeasureOptions options;

    @Option(names = "--workload", split = ";", defaultValue = "trivial-100;storm,classes=1000", description = "what is recorded, as startup-bench workload takes it, separated by ;"
            + " (default: ${DEFAULT-VALUE})")
    private List<String> workloads;

    @Option(names = "--to", paramLabel = "DIR", description = "where the traces go (default: where those are that come with the model)")
    private Path directory;

    @Override
    public Integer call() throws IOException {
        Places places = new Places();
        Path to = directory != null ? directory : places.traces();
        Jdk jdk = options.jdk();
        for (String workload : workloads) {
            // Nothing is cached and nothing costs: the model adds both.
            try (ModelRuns runs = new ModelRuns(places.target().resolve("model"), jdk, workload, Jynamic.of(workload), 2, new SharedFs.Costs(0, 0, 0, 0))) {
                for (Scenario scenario : Scenario.values()) {
                    ModelRuns.Traced traced = quickest(runs, scenario, options.rounds(3));
                    new TraceStore(to).write(traced);
                    System.out.printf(Locale.ROOT, "%s %s: %d operations of rank 0, %d of another, %.1f s%n", workload, scenario.name().toLowerCase(Locale.ROOT),
                            traced.root().steps().size() - 1, traced.others().steps().size() - 1, traced.wallSeconds());
                }
            }
        }
        System.out.println("written: " + to);
        return 0;
    }

    /** What disturbs a recording makes it longer, never shorter. */
    private static ModelRuns.Traced quickest(ModelRuns runs, Scenario scenario, int rounds) throws IOException {
        ModelRuns.Traced quickest = runs.trace(scenario);
        for (int round = 1; round < rounds; round++) {
            ModelRuns.Traced next = runs.trace(scenario);
            quickest = next.wallSeconds() < quickest.wallSeconds() ? next : quickest;
        }
        return quickest;
    }
}
