package io.classcast.agent.loader;

import java.util.concurrent.ConcurrentHashMap;

/**
 * Names that this JVM has changed; what lies below one has changed with it. Only grows; with more than {@value #MOST}
 * of them every name counts as changed. Safe for all threads.
 */
final class ChangedNames {
    private static final int MOST = 10_000;

    private final ConcurrentHashMap<String, Boolean> names = new ConcurrentHashMap<>();
    private volatile boolean all;

    void add(String name) {
        if (names.size() < MOST) {
            names.put(name, Boolean.TRUE);
        } else {
            all = true;
        }
    }

    /** Whether a name, or what it lies below, is among them. */
    boolean covers(String name) {
        if (all || names.containsKey(name)) {
            return true;
        }
        for (int slash = name.lastIndexOf('/'); slash > 0; slash = name.lastIndexOf('/', slash - 1)) {
            if (names.containsKey(name.substring(0, slash))) {
                return true;
            }
        }
        return false;
    }
}
