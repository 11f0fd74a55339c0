package io.classcast.bench.program;

/** A Java agent that does nothing: what any agent costs. */
public final class EmptyAgent {
    private EmptyAgent() {
    }

    /**
     * Does nothing.
     *
     * @param arguments not used
     */
    public static void premain(String arguments) {
        // That is all.
    }
}
