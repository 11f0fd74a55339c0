package io.classcast.mpi.foreign;

/**
 * A C function of at most eight ints, longs and pointers. All have one and the same type in Java, eight longs to a long: one native method
 * serves all; and {@code java.lang.foreign} makes code for each type that it has not met yet, 20 ms and more a type in a JVM that has just
 * started, with some fifteen types in MPI.
 *
 * <p>What makes it right: ints travel in registers and stack slots of 64 bits, and the callee looks at the lower half (System V ABI for x86-64,
 * 3.2.3; AAPCS64, 6.8.2; where they must be extended by their sign, as on RISC-V, a Java long is); arguments that a function does not
 * take are not looked at, and the caller removes them; an int comes back in the lower half of a long. Immutable, as safe for threads as the function.
 */
public final class CFunction {
    private final String name;
    private final long address;
    private final ForeignCalls calls;

    /**
     * A function.
     *
     * @param name for messages
     * @param address where it begins
     * @param calls by which it is called
     */
    CFunction(String name, long address, ForeignCalls calls) {
        this.name = name;
        this.address = address;
        this.calls = calls;
    }

    String name() {
        return name;
    }

    /** Calls it; where it returns an int, only the lower half of the result means something. */
    long call(long a, long b, long c, long d, long e, long f, long g, long h) {
        return calls.call(address, a, b, c, d, e, f, g, h);
    }

    long call(long a, long b, long c) {
        return call(a, b, c, 0, 0, 0, 0, 0);
    }

    long call(long a, long b) {
        return call(a, b, 0, 0, 0, 0, 0, 0);
    }

    long call(long a) {
        return call(a, 0, 0, 0, 0, 0, 0, 0);
    }

    long call() {
        return call(0, 0, 0, 0, 0, 0, 0, 0);
    }
}
