package io.classcast.agent.hook;

import io.classcast.agent.loader.BroadcastClassLoader;
import io.classcast.agent.loader.ServedClassPath;
import java.net.URL;
import java.util.Enumeration;
import java.util.List;
import java.util.NoSuchElementException;
import jdk.internal.loader.Resource;

/**
 * What the JDK's class loaders call: the transformed methods of {@code BuiltinClassLoader} and {@code URLClassPath} begin
 * with one of these. Null means: go on as always. No lambdas, no logging, no class loading of its own.
 */
public final class ClassPathSeam {
    private static volatile Object appLoader;
    private static volatile Object appPath;
    private static volatile BroadcastClassLoader definer;
    private static volatile ServedClassPath served;

    private ClassPathSeam() {
    }

    /**
     * Sets what the seams answer from.
     *
     * @param jdk names the application class loader
     * @param loader defines the classes; null: the application class loader itself does
     * @param path the lookup; null: resources are looked up as always
     */
    public static void serve(JdkAccess jdk, BroadcastClassLoader loader, ServedClassPath path) {
        definer = loader;
        served = path;
        appPath = jdk.appPath();
        appLoader = jdk.appLoader();
    }

    /**
     * Called by {@code BuiltinClassLoader.findClassOnClassPathOrNull(String)}.
     *
     * @param loader the class loader
     * @param name binary name
     * @return the class, or null
     */
    public static Class<?> findClass(Object loader, String name) {
        BroadcastClassLoader broadcast = definer;
        return broadcast == null || loader != appLoader ? null : broadcast.findServed(name);
    }

    /**
     * Called by {@code URLClassPath.getResource}.
     *
     * @param searched the search path
     * @param name resource name
     * @return the resource, or null
     */
    public static Resource getResource(Object searched, String name) {
        ServedClassPath path = served;
        return path == null || searched != appPath || definer != null && name.endsWith(".class") ? null
                : path.getResource(name);
    }

    /**
     * Called by {@code URLClassPath.findResource}.
     *
     * @param searched the search path
     * @param name resource name
     * @return the URL, or null
     */
    public static URL findResource(Object searched, String name) {
        ServedClassPath path = served;
        return path == null || searched != appPath ? null : path.findResource(name);
    }

    /**
     * Called where {@code URLClassPath.findResources} returns.
     *
     * @param others what the JDK found on its own
     * @param searched the search path
     * @param name resource name
     * @return ours, then the others
     */
    public static Enumeration<URL> findResources(Enumeration<URL> others, Object searched, String name) {
        ServedClassPath path = served;
        if (path == null || searched != appPath) {
            return others;
        }
        List<URL> ours = path.findResources(name);
        return ours.isEmpty() ? others : new Joined(ours, others);
    }

    private static final class Joined implements Enumeration<URL> {
        private final List<URL> ours;
        private final Enumeration<URL> others;
        private int next;

        Joined(List<URL> ours, Enumeration<URL> others) {
            this.ours = ours;
            this.others = others;
        }

        @Override
        public boolean hasMoreElements() {
            return next < ours.size() || others.hasMoreElements();
        }

        @Override
        public URL nextElement() {
            if (next < ours.size()) {
                return ours.get(next++);
            }
            if (!others.hasMoreElements()) {
                throw new NoSuchElementException();
            }
            return others.nextElement();
        }
    }
}
