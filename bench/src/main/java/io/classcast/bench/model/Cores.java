package io.classcast.bench.model;

import java.util.PriorityQueue;

/**
 * Cores that are shared equally among those who think (processor sharing). While they want more cores than there are, all are slowed
 * down by the same factor. Times are nanoseconds.
 */
final class Cores {
    /** One that thinks, until the common clock of work shows its time. */
    private record Thought(double until, long order, double cores, Train train) implements Comparable<Thought> {
        @Override
        public int compareTo(Thought other) {
            int byTime = Double.compare(until, other.until);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final double cores;
    private final PriorityQueue<Thought> thoughts = new PriorityQueue<>();
    private double wanted;
    /** Work that each has done since the beginning; runs slower than time where cores are short. */
    private double work;
    private long now;
    private long order;
    private long version;

    Cores(double cores) {
        this.cores = cores;
    }

    double number() {
        return cores;
    }

    /** A train begins to think. */
    void begin(long time, Train train, long thought, double wants) {
        advance(time);
        thoughts.add(new Thought(work + thought, order++, wants, train));
        wanted += wants;
        version++;
    }

    /** Changes with every change of who thinks: what was said about the next end before does not hold any more. */
    long version() {
        return version;
    }

    /** When the next one has thought, if no other begins before; -1 if nobody thinks. */
    long nextEnd() {
        Thought next = thoughts.peek();
        return next == null ? -1 : now + (long) Math.ceil(Math.max(0, next.until - work) / rate());
    }

    /** The next one, which has thought by now. */
    Train end(long time) {
        advance(time);
        Thought next = thoughts.remove();
        work = Math.max(work, next.until);
        wanted = thoughts.isEmpty() ? 0 : wanted - next.cores;
        version++;
        return next.train;
    }

    private double rate() {
        return Math.min(1, cores / wanted);
    }

    private void advance(long time) {
        if (wanted > 0) {
            work += (time - now) * rate();
        }
        now = time;
    }
}
