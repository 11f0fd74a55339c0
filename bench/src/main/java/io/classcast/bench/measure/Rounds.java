package io.classcast.bench.measure;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs scenarios interleaved, A B A B, so that whatever drifts on the machine drifts for all of them. */
public final class Rounds {
    private final int count;
    private final Consumer<String> progress;

    /**
     * Measures a number of rounds.
     *
     * @param count measured rounds; one more comes before them, to fill the page cache, and is not counted
     * @param progress gets a line per round
     */
    public Rounds(int count, Consumer<String> progress) {
        this.count = count;
        this.progress = progress;
    }

    /**
     * Runs all scenarios.
     *
     * @param scenarios in this order within each round
     * @return scenario name to measure to samples, in the order of the scenarios
     * @throws IOException if a run fails
     * @throws InterruptedException if the thread is interrupted
     */
    public Map<String, Map<String, Samples>> run(List<Scenario> scenarios) throws IOException, InterruptedException {
        Map<String, Map<String, double[]>> values = new LinkedHashMap<>();
        for (int round = 0; round <= count; round++) {
            progress.accept(round == 0 ? "warm-up" : "round " + round + " of " + count);
            for (Scenario scenario : scenarios) {
                Map<String, Double> measured = scenario.trial().run();
                if (round > 0) {
                    var ofScenario = values.computeIfAbsent(scenario.name(), name -> new LinkedHashMap<>());
                    for (Map.Entry<String, Double> measure : measured.entrySet()) {
                        ofScenario.computeIfAbsent(measure.getKey(), key -> new double[count])[round - 1] = measure.getValue();
                    }
                }
            }
        }
        Map<String, Map<String, Samples>> samples = new LinkedHashMap<>();
        values.forEach((scenario, measures) -> {
            Map<String, Samples> ofScenario = new LinkedHashMap<>();
            measures.forEach((measure, numbers) -> ofScenario.put(measure, new Samples(numbers)));
            samples.put(scenario, ofScenario);
        });
        return samples;
    }
}
