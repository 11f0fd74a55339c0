package io.classcast.agent.linking;

import java.util.Arrays;

/**
 * Sets of features, each as a number: what was seen together in one class. A set that was never seen is not here, even if each of its features was.
 * Never changed: {@link #with} makes another one.
 */
final class ExactSets {
    /** Programs have some dozens: what comes after so many is left to the JDK. */
    static final int MOST = 512;

    private final int[] sorted;

    /** These, in any order. */
    ExactSets(int... sets) {
        sorted = sets.clone();
        Arrays.sort(sorted);
    }

    boolean has(int set) {
        return Arrays.binarySearch(sorted, set) >= 0;
    }

    /** With one more; the same where it is full. */
    ExactSets with(int set) {
        if (has(set) || sorted.length >= MOST) {
            return this;
        }
        int[] more = Arrays.copyOf(sorted, sorted.length + 1);
        more[sorted.length] = set;
        return new ExactSets(more);
    }

    int[] toArray() {
        return sorted.clone();
    }
}
