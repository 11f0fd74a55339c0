package io.classcast.bench.program;

import java.lang.reflect.Method;

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
     * Prints {@code linkNanos=N hotPicos=N length=N} on stdout: all first calls together, and one of eight kinds of calls that run hot.
     *
     * @param args binary name of a class whose static method {@code run()} calls each concatenation
     * @throws ReflectiveOperationException if there is no such class
     * @throws InterruptedException never, unless something interrupts the main thread
     */
    public static void main(String[] args) throws ReflectiveOperationException, InterruptedException {
        // The agent, where there is one, steps in when main has run for a moment.
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("classcast-doors")) {
                thread.join();
            }
        }
        Method run = Class.forName(args[0]).getMethod("run");
        long begun = System.nanoTime();
        Object length = run.invoke(null);
        long link = System.nanoTime() - begun;
        long best = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            begun = System.nanoTime();
            references();
            numbers();
            best = Math.min(best, System.nanoTime() - begun);
        }
        System.out.println("linkNanos=" + link + " hotPicos=" + best * 1000 / CALLS / 8 + " length=" + length);
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
