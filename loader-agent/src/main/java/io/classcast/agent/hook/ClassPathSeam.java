package io.classcast.agent.hook;

import io.classcast.agent.loader.BroadcastClassLoader;
import io.classcast.agent.loader.ServedClassPath;
import java.net.URL;
import java.util.Enumeration;
import java.util.List;
import java.util.NoSuchElementException;
import jdk.internal.loader.Resource;
import jdk.internal.vm.annotation.Hidden;

/**
 * What the {@link StandIns} of the application class loader call. Null means: go on as always. No lambdas, no logging, no
 * class loading of its own.
 */
public final class ClassPathSeam {
    private static volatile BroadcastClassLoader definer;
    private static volatile ServedClassPath served;

    private ClassPathSeam() {
    }

    /**
     * Sets what the seams answer from.
     *
     * @param loader defines the classes; null: the application class loader itself does
     * @param path the lookup; null: resources are looked up as always
     */
    public static void serve(BroadcastClassLoader loader, ServedClassPath path) {
        definer = loader;
        served = path;
    }

    /**
     * Called where the application class loader asks its parent.
     *
     * @param name binary name, not in a package of a named module
     * @return the class, or null where the parent is to be asked
     */
    @Hidden
    public static Class<?> before(String name) {
        BroadcastClassLoader broadcast = definer;
        return broadcast == null ? null : broadcast.findBeforeParents(name);
    }

    /**
     * Called where the application class loader has asked its parent.
     *
     * @param found what the parent has, or null
     * @param name binary name
     * @return the class, or null
     */
    @Hidden
    public static Class<?> findClass(Class<?> found, String name) {
        BroadcastClassLoader broadcast = definer;
        return found != null || broadcast == null ? found : broadcast.findServed(name);
    }

    /**
     * Called by {@code getResource} of the search path.
     *
     * @param name resource name
     * @return the resource, or null
     */
    public static Resource getResource(String name) {
        ServedClassPath path = served;
        return path == null || definer != null && name.endsWith(".class") ? null
                : path.getResource(name);
    }

    /**
     * Called by {@code findResource} of the search path.
     *
     * @param name resource name
     * @return the URL, or null
     */
    public static URL findResource(String name) {
        ServedClassPath path = served;
        return path == null ? null : path.findResource(name);
    }

    /**
     * Called by {@code findResources} of the search path.
     *
     * @param others what the JDK found on its own
     * @param name resource name
     * @return ours, then the others
     */
    public static Enumeration<URL> findResources(Enumeration<URL> others, String name) {
        ServedClassPath path = served;
        if (path == null) {
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
