package io.classcast.agent.loader;

import java.util.concurrent.atomic.LongAdder;

/** What this rank asked of the image. Safe for all threads; counting takes no lock. */
public final class Counters {
    /** Classes defined from the image. */
    public final LongAdder classHits = new LongAdder();
    /** Class names that are on no entry, answered from memory. */
    public final LongAdder classMisses = new LongAdder();
    /** Resource lookups that found something. */
    public final LongAdder resourceHits = new LongAdder();
    /** Resource lookups that found nothing, answered from memory. */
    public final LongAdder resourceMisses = new LongAdder();
    /** Lookups that had to ask the original place. */
    public final LongAdder liveFallbacks = new LongAdder();
    /** Bytes of class files defined. */
    public final LongAdder bytesDefined = new LongAdder();

    /** Creates counters that stand at zero. */
    public Counters() {
    }
}
