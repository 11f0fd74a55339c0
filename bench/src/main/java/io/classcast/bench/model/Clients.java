package io.classcast.bench.model;

import java.util.Arrays;

/** One or several equal clients of the file system: nodes, or I/O nodes with the nodes behind them. */
final class Clients {
    /** Nothing was asked for yet. */
    static final long NEVER = Long.MIN_VALUE;

    /** How many are alike; a request that each makes once is made so many times. */
    final int number;
    /** Forwards system calls, in each of them. */
    final Station forwarder = new Station(1);
    /** Of one of them; null where cores are not short. */
    Cores cores;
    /** When the answer was there, for what the traces ask for. */
    private final long[] answered;

    Clients(int number, int keys) {
        this.number = number;
        answered = new long[keys];
        Arrays.fill(answered, NEVER);
    }

    long answered(int key) {
        return answered[key];
    }

    void answer(int key, long time) {
        answered[key] = time;
    }
}
