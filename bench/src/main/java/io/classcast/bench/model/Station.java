package io.classcast.bench.model;

import java.util.Arrays;

/**
 * Servers side by side behind one queue, first come, first served. Visits must be made in the order of arrival. A visit is that of a
 * train: equal requests, the first of which arrives at one time and the last at another. For one request it is exact.
 */
final class Station {
    private final long[] free;
    private long first;
    private long last;

    Station(int servers) {
        free = new long[servers];
    }

    /** Serves requests; times are nanoseconds. What {@link #first} and {@link #last} say holds until the next visit. */
    void visit(long head, long tail, long requests, long service) {
        int earliest = 0;
        for (int i = 1; i < free.length; i++) {
            earliest = free[i] < free[earliest] ? i : earliest;
        }
        first = Math.max(head, free[earliest]) + service;
        if (requests == 1) {
            free[earliest] = first;
            last = Math.max(first, tail + service);
            return;
        }
        // The servers share the work: what they have to do before is done, and then all of them are at it to its end.
        double busy = 0;
        for (long time : free) {
            busy += Math.max(time, head);
        }
        long end = Math.max(first, Math.round((busy + (double) requests * service) / free.length));
        Arrays.fill(free, end);
        last = Math.max(end, tail + service);
    }

    /** When the first of the last visit's requests was served. */
    long first() {
        return first;
    }

    /** When the last one was. */
    long last() {
        return last;
    }
}
