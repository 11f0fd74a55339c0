package io.classcast.cluster.fault;

import java.util.Locale;

/** How Classcast is asked to serve. */
public enum Mode {
    /** Whole jars are broadcast. */
    JARS("mode=jars"),
    /** Only where each name is. */
    LOCATIONS("mode=locations"),
    /** Whole jars, and the job is stopped where they cannot be served. */
    STRICT("mode=jars,strict=true");

    private final String options;

    Mode(String options) {
        this.options = options;
    }

    String options() {
        return options;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
