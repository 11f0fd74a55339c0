package io.classcast.agent.loader;

import jdk.internal.misc.Unsafe;

/**
 * Whether this JVM has started a process, which may have changed any file. Costs nothing before that: no method is
 * changed for it.
 */
final class StartedProcesses {
    /** Initialised by the first process, or who asks for handles of some (JDK 17 to 25; ProcessImpl is by System.getenv in 25). Null where there is none. */
    private static final Class<?> IMPLEMENTATION = implementation();
    private static volatile boolean any;

    private StartedProcesses() {
    }

    private static Class<?> implementation() {
        try {
            return Class.forName("java.lang.ProcessHandleImpl", false, null);
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
