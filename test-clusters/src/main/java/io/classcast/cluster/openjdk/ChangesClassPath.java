package io.classcast.cluster.openjdk;

import java.util.Map;
import java.util.TreeMap;

/**
 * Tests in which another process changes what is on the class path while the JVM runs. That is frozen when a job starts
 * (docs/configuration.md, "What is read when"), so these need not be as in plain Java.
 */
final class ChangesClassPath {
    private static final Map<String, String> REASONS = new TreeMap<>();

    private ChangesClassPath() {
    }

    /**
     * Why a test may differ.
     *
     * @param test its file below test/jdk
     * @return what it changes; null if it has to be equal
     */
    static String reason(String test) {
        return REASONS.get(test);
    }
}
