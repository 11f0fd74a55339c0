package io.classcast.bench;

import io.classcast.bench.measure.Jdk;
import io.classcast.bench.measure.Samples;
import io.classcast.bench.model.ModelFile;
import io.classcast.bench.model.ModelRuns;
import io.classcast.bench.model.ModelRuns.Scenario;
import io.classcast.bench.model.Validation;
import io.classcast.bench.workload.Jynamic;
import io.classcast.cluster.SharedFs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares the model with jobs that are run. */
@Command(name = "validate", footer = "Example: startup-bench model validate --ranks 4,8,16,32 --scenarios plain,locations,jars,run",
        description = {"Runs jobs on 2 simulated hosts and compares their wall time with what the model predicts. The model is given the costs of the file system and the"
            + " traces of a job with one rank (two, on two hosts, where something is broadcast), recorded in the same run, and nothing else. Writes " + ModelCommand.VALIDATION
            + ". Needs root and an idle machine."})
final class ModelValidateCommand implements Callable<Integer> {
    private static final int HOSTS = 2;

    @Mixin
    private MeasureOptions options;

    @Option(names = "--workload", defaultValue = "trivial-100", description = "what is loaded, as startup-bench workload takes it (default: ${DEFAULT-VALUE})")
    private String workload;

    @Option(names = "--ranks", paramLabel = "N", split = ",", defaultValue = "4,8,16,32", description = "sizes of the job (default: ${DEFAULT-VALUE})")
    private List<Integer> ranks;

    @Option(names = "--scenarios", split = ",", defaultValue = "plain,locations,jars,run", description = "plain, locations, jars, run (default: ${DEFAULT-VALUE})")
    private List<Scenario> scenarios;

    @Option(names = "--rtt-us", defaultValue = "500", description = "round trip of the shared file system, microseconds (default: ${DEFAULT-VALUE})")
    private int rtt;

    @Option(names = "--meta-us", defaultValue = "100", description = "its service time of a metadata operation, microseconds; one at a time for all hosts (default: ${DEFAULT-VALUE})")
    private int metadata;

    @Option(names = "--cache-seconds", defaultValue = "0", description = "how long the hosts cache names and attributes (default: ${DEFAULT-VALUE})")
    private int cached;

    @Override
    public Integer call() throws IOException {
        Places places = new Places();
        Jdk jdk = options.jdk();
        int rounds = options.rounds(1);
        SharedFs.Costs costs = new SharedFs.Costs(rtt, metadata, 0, cached);
        Validation validation = new Validation(costs, HOSTS, Runtime.getRuntime().availableProcessors());
        Map<String, ModelFile.Validation> rows = new TreeMap<>();
        try (ModelRuns runs = new ModelRuns(places.target().resolve("model"), jdk, workload, Jynamic.of(workload), HOSTS, costs)) {
            for (Scenario scenario : scenarios) {
                ModelRuns.Traced traced = runs.trace(scenario);
                for (int size : ranks) {
                    double[] seconds = new double[rounds];
                    double cpu = 0;
                    for (int round = 0; round < rounds; round++) {
                        ModelRuns.Measured measured = runs.measure(scenario, size);
                        seconds[round] = measured.seconds();
                        cpu += measured.cpuSeconds() / rounds;
                    }
                    ModelFile.Validation row = validation.compare(traced, size, new Samples(seconds).median());
                    rows.put(String.format("%d %08d", scenario.ordinal(), size), row);
                    System.err.printf(Locale.ROOT, "model validate: %s %d ranks: measured %.2f s, modelled %.2f s; processor time a rank %.2f s, recorded %.2f s; %.1f cores busy%n",
                            row.scenario(), size, row.measuredSeconds(), row.predictedSeconds(), cpu / size, traced.others().cpuMicros() / 1e6,
                            cpu / row.measuredSeconds());
                }
            }
        }
        List<ModelFile.Validation> all = List.copyOf(rows.values());
        ModelCommand.print(all);
        Path file = places.target().resolve(ModelCommand.VALIDATION);
        new ModelFile(ModelFile.FORMAT, "Modelled against measured: " + workload + " on " + HOSTS + " simulated hosts, round trip " + rtt + " us, metadata " + metadata
                + " us, caches " + cached + " s, JDK " + jdk.version(), Map.of(), List.of(), List.of(), all).write(file);
        System.out.println("written: " + file);
        return options.check() && all.stream().anyMatch(row -> Math.abs(row.error()) > 0.20) ? 1 : 0;
    }
}
