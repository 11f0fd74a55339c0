package io.classcast.agent.hook;

import io.classcast.agent.loader.ServedClassPath;
import java.net.URL;
import java.util.Enumeration;
import java.util.List;
import java.util.NoSuchElementException;
import jdk.internal.loader.Resource;

/**
 * What the {@link StandIns} of the application class loader call. Null means: go on as always. No lambdas, no logging, no
 * class loading of its own.
 */
public final class ClassPathSeam {
    private static volatile boolean withheld;
    private static volatile ServedClassPath served;

    private ClassPathSeam() {
    }

    /**
     * Sets what the seams answer from.
     *
     * @param path the lookup; null: all is looked up as always
     */
    public static void serve(ServedClassPath path) {
        served = path;
    }

    /**
     * Says who defines classes.
     *
     * @param byOther not the application class loader: it finds none, whoever asks it in whatever way
     */
    static void withhold(boolean byOther) {
        withheld = byOther;
    }

    /**
     * Called by {@code getResource} of the application class loader's search path, which only class files are asked of.
     *
     * @return true where it is not to define classes
     */
    public static boolean isWithheld() {
        return withheld;
    }

    /**
     * Called where a loader of the class path asks its parents.
     *
     * @param name binary name, not in a package of a named module
     * @return whether the class path has the class, for certain; then only the boot loader can come before it
     */
    public static boolean isServed(String name) {
        ServedClassPath path = served;
        return path != null && path.hasClass(name);
    }

    /**
     * Called by {@code classFile} of the search path.
     *
     * @param name of a class file
     * @return the resource, or null
     */
    public static Resource getResource(String name) {
        ServedClassPath path = served;
        return path == null ? null : path.getResource(name);
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
