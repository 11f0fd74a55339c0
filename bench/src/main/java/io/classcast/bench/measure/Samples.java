package io.classcast.bench.measure;

import java.util.Arrays;
import org.apache.commons.statistics.descriptive.Quantile;

/**
 * Measured values of one kind, all in one unit.
 *
 * @param values in the order in which they were measured; at least one
 */
public record Samples(double... values) {
    /**
     * Copies the values.
     *
     * @param values at least one
     */
    public Samples {
        if (values.length == 0) {
            throw new IllegalArgumentException("no samples");
        }
        values = values.clone();
    }

    /**
     * The values.
     *
     * @return a copy, in the order in which they were measured
     */
    @Override
    public double[] values() {
        return values.clone();
    }

    /**
     * The median.
     *
     * @return the middle value, or the mean of the two in the middle
     */
    public double median() {
        return quantile(0.5);
    }

    /**
     * A quantile, linear between neighbours (the default of R and NumPy).
     *
     * @param p from 0 to 1
     * @return the quantile
     */
    public double quantile(double p) {
        return Quantile.withDefaults().with(Quantile.EstimationMethod.HF7).evaluate(values(), p);
    }

    /**
     * The smallest value.
     *
     * @return minimum
     */
    public double min() {
        return Arrays.stream(values).min().getAsDouble();
    }

    /**
     * The largest value.
     *
     * @return maximum
     */
    public double max() {
        return Arrays.stream(values).max().getAsDouble();
    }
}
