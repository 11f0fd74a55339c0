package io.classcast.cluster.openjdk;

/** A program whose class path is served, or not: before hundreds of tests are called equal, one look. */
public final class Probe {
    private Probe() {
    }

    /**
     * Does nothing.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        System.out.println("probed");
    }
}
