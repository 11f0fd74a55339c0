package io.classcast.bench.program;

import java.lang.reflect.Method;

/** Prints how long a method takes that links many call sites for the first time. */
public final class FirstCalls {
    private FirstCalls() {
    }

    /**
     * Prints {@code linkNanos=N result=N} on stdout.
     *
     * @param args binary name of a class whose static method {@code run()} calls each
     * @throws ReflectiveOperationException if there is no such class
     */
    public static void main(String[] args) throws ReflectiveOperationException {
        Method run = Class.forName(args[0]).getMethod("run");
        long begun = System.nanoTime();
        Object result = run.invoke(null);
        System.out.println("linkNanos=" + (System.nanoTime() - begun) + " result=" + result);
    }
}
