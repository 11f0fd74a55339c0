package io.classcast.classpath;

import io.classcast.ClasscastException;

/**
 * Which versions of a multi-release jar this JVM looks at: {@code JarFile}'s static initialiser (JDK 17 and 25), told without
 * initialising it. {@code force} changes nothing for class loaders, which always name the runtime's version. Safe for all threads.
 */
public final class MultiRelease {
    /** No versions at all: -Djdk.util.jar.enableMultiRelease=false. */
    public static final int DISABLED = 0;
    /** A jar's names without a version; this one and those below have none. */
    static final int BASE = 8;

    private MultiRelease() {
    }

    /**
     * The Java version to resolve multi-release names for.
     *
     * @return 8 to that of the running JVM, or {@link #DISABLED}
     * @throws ClasscastException where -Djdk.util.jar.version is no number: {@code JarFile} cannot be used then
     */
    public static int feature() {
        int feature = Runtime.version().feature();
        String version = System.getProperty("jdk.util.jar.version");
        if (version != null) {
            try {
                feature = Math.min(feature, Math.max(BASE, Integer.parseInt(version)));
            } catch (NumberFormatException e) {
                throw new ClasscastException("-Djdk.util.jar.version=" + version + " is no number, and the JDK opens no jar with it; correct it", e);
            }
        }
        return "false".equals(System.getProperty("jdk.util.jar.enableMultiRelease")) ? DISABLED : feature;
    }
}
