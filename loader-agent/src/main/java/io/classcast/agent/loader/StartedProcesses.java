package io.classcast.agent.loader;

import jdk.internal.misc.Unsafe;

/**
 * Whether this JVM has started a process, which may have changed any file. Costs nothing before that: no method is
 * changed for it.
 */
final class StartedProcesses {
    /** Initialised by the first process (JDK 17 to 25). Null where this JDK does it in another way. */
    private static final Class<?> IMPLEMENTATION = implementation();
    private static volatile boolean any;

    private StartedProcesses() {
    }

    private static Class<?> implementation() {
        try {
            return Class.forName("java.lang.ProcessImpl", false, null);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    static boolean any() {
        if (!any && IMPLEMENTATION != null) {
            any = !Unsafe.getUnsafe().shouldBeInitialized(IMPLEMENTATION);
        }
        return any;
    }
}
