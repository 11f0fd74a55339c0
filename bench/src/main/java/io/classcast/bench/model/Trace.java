package io.classcast.bench.model;

import java.util.List;

/**
 * What one rank asks of the shared file system, in order, with the time that it thinks in between. Immutable.
 *
 * @param scenario how the rank came to its classes: plain, locations, jars, run
 * @param workload what it loaded
 * @param role which ranks do this
 * @param recorded when and where from, one line
 * @param cpuMicros processor time of the whole process and of what served it, microseconds; more than the time it thought if it has several threads
 * @param steps its operations; the last one is an END, and no other is
 */
public record Trace(String scenario, String workload, Role role, String recorded, long cpuMicros, List<Step> steps) {
    /** Which ranks. */
    public enum Role {
        /** Rank 0 alone. */
        ROOT,
        /** All but rank 0. */
        OTHERS,
        /** All ranks, rank 0 too. */
        EVERY
    }

    /**
     * One operation.
     *
     * @param thinkMicros microseconds since the answer to the one before; if together with that, since its start
     * @param together whether it was sent before the one before was answered
     * @param operation what is done
     * @param path number of the file; the same number is the same file in all traces of a job
     * @param value bytes of a read or a broadcast, microseconds that connecting takes; else 0, or the negative error number
     * @param offset of a read in the file, bytes
     */
    public record Step(long thinkMicros, boolean together, Operation operation, int path, long value, long offset) {
        /**
         * An operation that succeeded.
         *
         * @param thinkMicros before it
         * @param operation what is done
         * @param path number of the file
         */
        public Step(long thinkMicros, Operation operation, int path) {
            this(thinkMicros, false, operation, path, 0, 0);
        }

        /**
         * Whether a name was looked up that is not there.
         *
         * @return true for ENOENT
         */
        public boolean isAbsent() {
            return operation == Operation.LOOKUP && value < 0;
        }
    }

    /** Checks the end. */
    void check() {
        if (steps.isEmpty() || steps.get(steps.size() - 1).operation() != Operation.END) {
            throw new IllegalArgumentException("a trace ends with an END");
        }
    }

    /**
     * How often this rank takes part in a broadcast.
     *
     * @return number
     */
    public int broadcasts() {
        return (int) steps.stream().filter(step -> step.operation() == Operation.BROADCAST).count();
    }

    /**
     * Time between operations.
     *
     * @return microseconds
     */
    public long thinkMicros() {
        return steps.stream().filter(step -> !step.together()).mapToLong(Step::thinkMicros).sum();
    }

    /**
     * How many cores it keeps busy while it thinks.
     *
     * @return 1 for a program with one thread; at least 0.1
     */
    public double parallelism() {
        return Math.max(0.1, (double) cpuMicros / Math.max(1, thinkMicros()));
    }
}
