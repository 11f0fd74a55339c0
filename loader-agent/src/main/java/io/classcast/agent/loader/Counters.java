package io.classcast.agent.loader;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What this rank asked of the image. Safe for all threads; counting takes no lock. {@code LongAdder} would spare threads a
 * collision here and there, and costs 2 ms before main: its VarHandles link method handles.
 */
public final class Counters {
    /** Classes defined from the image. */
    public final AtomicLong classHits = new AtomicLong();
    /** Class names that are on no entry, answered from memory. */
    public final AtomicLong classMisses = new AtomicLong();
    /** Resource lookups that found something. */
    public final AtomicLong resourceHits = new AtomicLong();
    /** Resource lookups that found nothing, answered from memory. */
    public final AtomicLong resourceMisses = new AtomicLong();
    /** Lookups that had to ask the original place. */
    public final AtomicLong liveFallbacks = new AtomicLong();
    /** Bytes of class files defined. */
    public final AtomicLong bytesDefined = new AtomicLong();

    /** Creates counters that stand at zero. */
    public Counters() {
    }
}
