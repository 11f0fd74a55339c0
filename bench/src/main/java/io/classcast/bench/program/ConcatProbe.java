package io.classcast.bench.program;

/** Prints how long the first call of many string concatenations takes, and how long one takes that runs hot. */
public final class ConcatProbe {
    private static final int ROUNDS = 6;
    private static final int CALLS = 2_000_000;

    private static final String TEXT = "alpha";
    private static final Object BUILDER = new StringBuilder("builder");

    private static long joined;

    private ConcatProbe() {
    }

    /**
     * Prints what {@link FirstCalls} does, and {@code hotPicos=N} on stdout: one of eight kinds of calls that run hot.
     *
     * @param args binary name of a class whose static method {@code run()} calls each concatenation of the first ones
     * @throws ReflectiveOperationException if there is no such class
     * @throws InterruptedException never, unless something interrupts the main thread
     */
    public static void main(String[] args) throws ReflectiveOperationException, InterruptedException {
        FirstCalls.main(args);
        long best = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long begun = System.nanoTime();
            references();
            numbers();
            best = Math.min(best, System.nanoTime() - begun);
        }
        System.out.println("hotPicos=" + best * 1000 / CALLS / 8);
        if (joined == 0) {
            throw new IllegalStateException("nothing joined");
        }
    }

    private static void references() {
        for (int i = 0; i < CALLS; i++) {
            String number = i % 2 == 0 ? "even" : "odd";
            joined += (TEXT + "/" + number + ".class").length();
            joined += ("[" + BUILDER + "] " + number + ": " + TEXT).length();
            joined += ("\u4e2d" + number + "\u6587" + TEXT).length();
            joined += (number + TEXT + number + TEXT + number).length();
        }
    }

    private static void numbers() {
        for (int i = 0; i < CALLS; i++) {
            joined += ("key" + i).length();
            joined += (TEXT + ':' + i + ':' + (long) i * i).length();
            joined += (i + "," + (i % 3 == 0) + "," + (char) ('a' + i % 26)).length();
            joined += ("line " + i + " of " + CALLS + " in " + TEXT + " at " + i / 2).length();
        }
    }
}
