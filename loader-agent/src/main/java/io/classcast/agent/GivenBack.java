package io.classcast.agent;

import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;

/**
 * Puts a class path at the end of what the system class loader searches, by nothing but what the JDK documents. The
 * first door is the method that such a loader has for {@code Instrumentation.appendToSystemClassLoaderSearch}, by the
 * name that is written there, and by which the JVM has just appended our own jar: the JDK's own takes whatever an
 * element of a class path can be (a directory, a file that is not there yet), and makes the same URL of it as at start.
 * That public method itself is the second one; it takes jars only. Called once, before main.
 */
final class GivenBack {
    private static final String APPEND = "appendToClassPathForInstrumentation";

    private GivenBack() {
    }

    /**
     * Appends.
     *
     * @param instrumentation of this JVM
     * @param loader the system class loader
     * @param classPath without wildcards, as in {@code java.class.path}; an empty element is the working directory
     * @throws IllegalStateException where no door takes all of it; nothing, or the first jars, were appended
     */
    static void append(Instrumentation instrumentation, ClassLoader loader, String classPath) {
        List<String> elements = elements(classPath);
        Method append = find(loader.getClass());
        if (append != null) {
            try {
                open(instrumentation, append.getDeclaringClass());
                append.setAccessible(true);
                synchronized (loader) {
                    for (String element : elements) {
                        append.invoke(loader, element);
                    }
                }
                return;
            } catch (InvocationTargetException | IllegalAccessException | RuntimeException | LinkageError e) {
                // Another JDK's; the public way is left.
            }
        }
        for (String element : elements) {
            appendJar(instrumentation, new File(element));
        }
    }

    private static List<String> elements(String classPath) {
        List<String> elements = new ArrayList<>();
        int from = 0;
        for (int to = classPath.indexOf(File.pathSeparatorChar); to >= 0; to = classPath.indexOf(File.pathSeparatorChar, from)) {
            elements.add(classPath.substring(from, to));
            from = to + 1;
        }
        elements.add(classPath.substring(from));
        return elements;
    }

    private static Method find(Class<?> type) {
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            try {
                return at.getDeclaredMethod(APPEND, String.class);
            } catch (NoSuchMethodException e) {
                // A super class may have it.
            }
        }
        return null;
    }

    private static void open(Instrumentation instrumentation, Class<?> owner) {
        Map<String, Set<Module>> opened = Map.of(owner.getPackageName(), Set.of(GivenBack.class.getModule()));
        instrumentation.redefineModule(owner.getModule(), Set.of(), Map.of(), opened, Set.of(), Map.of());
    }

    private static void appendJar(Instrumentation instrumentation, File file) {
        if (!file.exists()) {
            return;
        }
        if (!file.isFile()) {
            throw new IllegalStateException("the system class loader takes no directory: " + file);
        }
        try (JarFile jar = new JarFile(file)) {
            instrumentation.appendToSystemClassLoaderSearch(jar);
        } catch (IOException e) {
            // No jar: the JDK would leave it out as well.
        }
    }
}
