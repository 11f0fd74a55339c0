package io.classcast.bench.broadcast;

import io.classcast.bench.measure.Samples;
import java.util.List;

/**
 * One line of the table.
 *
 * @param way the engine, or how else the bytes were copied
 * @param link what the links between hosts carry, as tc writes it, or none
 * @param hosts one rank each
 * @param mib size of what is sent
 * @param ours MiB/s into every node's store, of each round
 * @param bare MiB/s of the engine's own broadcast, of each round; empty where there is none
 */
public record Rates(String way, String link, int hosts, int mib, List<Double> ours, List<Double> bare) {
    private static double median(List<Double> values) {
        return new Samples(values.stream().mapToDouble(Double::doubleValue).toArray()).median();
    }

    /**
     * Median of our rates.
     *
     * @return MiB/s
     */
    public double medianOurs() {
        return median(ours);
    }

    /**
     * Median of the engine's own rates.
     *
     * @return MiB/s, NaN where there is none
     */
    public double medianBare() {
        return bare.isEmpty() ? Double.NaN : median(bare);
    }

    /**
     * Ours against the engine's own.
     *
     * @return ratio of the medians
     */
    public double ratio() {
        return medianOurs() / medianBare();
    }
}
