package io.classcast.bench.report;

import java.util.Locale;

/**
 * Something that must hold.
 *
 * @param what in words
 * @param value measured
 * @param limit the largest value allowed
 * @param unit of both; empty for a ratio
 */
public record Bound(String what, double value, double limit, String unit) {
    /**
     * Whether it does.
     *
     * @return true if the value is within the limit
     */
    public boolean holds() {
        return value <= limit;
    }

    @Override
    public String toString() {
        String of = unit.isEmpty() ? "" : " " + unit;
        return String.format(Locale.ROOT, "%s: %.2f%s, at most %.2f%s: %s", what, value, of, limit, of, holds() ? "holds" : "DOES NOT HOLD");
    }
}
