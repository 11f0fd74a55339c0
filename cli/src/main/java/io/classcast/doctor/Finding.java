package io.classcast.doctor;

import io.classcast.console.Quantity;
import java.util.Locale;

/**
 * One thing that a rank found. Findings of several ranks become one line where all but the figure is equal.
 *
 * @param subject what it is about, one word
 * @param level how bad it is
 * @param text what was found; {@code {}} stands for the figure
 * @param advice one sentence of what to do; empty where nothing has to be done
 * @param figure what differs from node to node; null without one
 * @param unit of the figure; null without one
 */
public record Finding(String subject, Level level, String text, String advice, Double figure, Unit unit) {
    /** What a figure counts. */
    public enum Unit {
        /** Bytes of memory or disk. */
        BYTES,
        /** Seconds of time. */
        SECONDS,
        /** Things. */
        COUNT;

        String text(double value) {
            return switch (this) {
                case BYTES -> Quantity.bytes(value);
                case SECONDS -> Quantity.time(value);
                case COUNT -> String.format(Locale.ROOT, "%,.0f", value);
            };
        }
    }

    static Finding ok(String subject, String text) {
        return new Finding(subject, Level.OK, text, "", null, null);
    }

    static Finding note(String subject, String text, String advice) {
        return new Finding(subject, Level.NOTE, text, advice, null, null);
    }

    static Finding warning(String subject, String text, String advice) {
        return new Finding(subject, Level.WARNING, text, advice, null, null);
    }

    static Finding error(String subject, String text, String advice) {
        return new Finding(subject, Level.ERROR, text, advice, null, null);
    }

    /** The same with a figure for the place in its text. */
    Finding with(double value, Unit of) {
        return new Finding(subject, level, text, advice, value, of);
    }

    /** The same without the figure, by which ranks that found the same are brought together. */
    Finding alike() {
        return new Finding(subject, level, text, advice, null, unit);
    }
}
