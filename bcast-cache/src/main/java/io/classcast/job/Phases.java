package io.classcast.job;

import java.util.LinkedHashMap;
import java.util.Map;

/** How long the steps before {@code main} took, in milliseconds. Written by one thread, read when it is done. */
public final class Phases {
    private final Map<String, Double> millis = new LinkedHashMap<>();
    private final long first = System.nanoTime();
    private long started = first;

    /** Starts the clock. */
    public Phases() {
    }

    /**
     * When the first phase began.
     *
     * @return {@link System#nanoTime}, which all processes of a host share under Linux
     */
    public long firstNanos() {
        return first;
    }

    /**
     * Ends a phase and begins the next.
     *
     * @param phase the one that ends now
     */
    public synchronized void end(String phase) {
        long now = System.nanoTime();
        Double before = millis.get(phase);
        millis.put(phase, (before == null ? 0 : before) + (now - started) / 1e6);
        started = now;
    }

    /**
     * The times.
     *
     * @return phase to milliseconds, in order; a copy
     */
    public synchronized Map<String, Double> millis() {
        return new LinkedHashMap<>(millis);
    }
}
