package io.classcast.agent.jdk;

import io.classcast.agent.classfile.ClassFileParts;
import java.lang.instrument.Instrumentation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Opens packages of the JDK to us. {@code Instrumentation.redefineModule} does that with five lambdas, the JVM's first ones as a rule: 3 ms of a
 * processor on JDK 17, 10 ms on JDK 25. The shorter way: a class of java.base that nothing but JavaFX uses is given an initialiser while it is loaded,
 * and that lets a nest mate of {@code Module} tell the JVM. Whatever goes wrong there, the public way is taken. Reflection still takes these packages for
 * closed; nothing of ours uses it on them. Thread-safe.
 */
public final class JdkPackages {
    /** Initialised by us alone (JDK 17 to 25). */
    private static final String HOST = "sun/launcher/LauncherHelper$FXHelper";
    /** The system property that hands over what the initialiser needs: an array of a class file and our module. */
    static final String KEY = "classcast.packages";
    /** All that we use. */
    static final String[] PACKAGES = {"jdk.internal.loader", "jdk.internal.access", "jdk.internal.misc", "sun.net.www.protocol.jar",
        "sun.net.www.protocol.file"};
    private static boolean opened;
    private static boolean prepared;

    private JdkPackages() {
    }

    /**
     * All of them.
     *
     * @return names of packages of java.base
     */
    public static List<String> names() {
        return List.of(PACKAGES);
    }

    /** Loads the class with its initialiser; called while {@link #early} is asked of each class that is loaded. */
    static void prepare() throws ClassNotFoundException {
        Class.forName(HOST.replace('/', '.'), false, null);
    }

    /** Gives the class its initialiser; null for another class, and where that is not known. */
    static byte[] early(String name, byte[] bytes) {
        if (!HOST.equals(name)) {
            return null;
        }
        try {
            byte[] changed = PackageCode.host(new ClassFileParts(bytes));
            prepared = changed != null;
            return changed;
        } catch (RuntimeException e) {
            return null;
        }
    }

    /**
     * Opens them, and lets java.base read us.
     *
     * @param instrumentation the agent's
     */
    static synchronized void open(Instrumentation instrumentation) {
        if (opened) {
            return;
        }
        Module base = Object.class.getModule();
        Module us = JdkPackages.class.getModule();
        if (!prepared || !openQuickly(us)) {
            Set<Module> set = Set.of(us);
            Map<String, Set<Module>> exports = new HashMap<>();
            for (String name : PACKAGES) {
                exports.put(name, set);
            }
            instrumentation.redefineModule(base, set, exports, Map.of(), Set.of(), Map.of());
        }
        opened = true;
    }

    /** For tests: as if nothing had been opened. */
    static synchronized void forget() {
        opened = false;
    }

    private static boolean openQuickly(Module us) {
        Object[] all = {PackageCode.mate(), us};
        try {
            System.getProperties().put(KEY, all);
            Class.forName(HOST.replace('/', '.'), true, null);
            // The last thing that is done there.
            return all[0] == null;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        } finally {
            System.getProperties().remove(KEY);
        }
    }
}
