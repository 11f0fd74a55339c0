package io.classcast.cluster.openjdk;

/**
 * What came of a test in one way.
 *
 * @param test its file below test/jdk, with an {@code #id} where that has several
 * @param way how it was run
 * @param status how it ended
 * @param message jtreg's
 */
record TestResult(String test, Way way, Status status, String message) {
    /** How a test can end. */
    enum Status {
        /** Well. */
        PASSED,
        /** The test found a fault. */
        FAILED,
        /** The test could not be run, such as for want of a native library. */
        ERROR,
        /** The test is for other machines or other JVMs. */
        NOT_HERE
    }

    boolean passed() {
        return status == Status.PASSED;
    }
}
