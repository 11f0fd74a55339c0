package io.classcast.agent.hook;

import io.classcast.agent.jdk.ApplicationPath;
import io.classcast.agent.loader.ServedClassPath;
import java.net.URL;
import java.util.Enumeration;
import java.util.List;
import java.util.NoSuchElementException;
import jdk.internal.loader.Resource;

/**
 * What the application class loader asks, by one of the doors of {@link ApplicationPath}. No lambdas, no logging, no
 * class loading of its own.
 */
public final class ClassPathSeam {
    private static volatile boolean withheld;
    private static volatile SearchPath search;
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
     * Says what the application class loader searches.
     *
     * @param path the present one
     */
    public static void search(SearchPath path) {
        search = path;
    }

    /**
     * Says who defines classes.
     *
     * @param byOther not the application class loader: it finds none, whoever asks it in whatever way
     */
    public static void withhold(boolean byOther) {
        withheld = byOther;
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
     * Called by {@code getResource} of the application class loader's search path, which only class files are asked of.
     *
     * @param path that is asked
     * @param name of a class file
     * @return the resource, or null
     */
    public static Resource getResource(SearchPath path, String name) {
        return withheld ? null : classFile(path, name);
    }

    /**
     * Called by {@code getResource} of the search path of the loader that defines classes in the place of the application class loader.
     *
     * @param name of a class file
     * @return the resource, or null
     */
    public static Resource classFile(String name) {
        return classFile(search, name);
    }

    private static Resource classFile(SearchPath path, String name) {
        ServedClassPath known = served;
        Resource ours = known == null ? null : known.getResource(name);
        return ours != null ? ours : path.resource(name);
    }

    /**
     * Called by {@code findResource} of the search path.
     *
     * @param path that is asked
     * @param name resource name
     * @return the URL, or null
     */
    public static URL findResource(SearchPath path, String name) {
        ServedClassPath known = served;
        URL ours = known == null ? null : known.findResource(name);
        return ours != null ? ours : path.url(name);
    }

    /**
     * Called by {@code findResources} of the search path.
     *
     * @param path that is asked
     * @param name resource name
     * @return ours, then what the JDK finds itself
     */
    public static Enumeration<URL> findResources(SearchPath path, String name) {
        Enumeration<URL> others = path.urls(name);
        ServedClassPath known = served;
        if (known == null) {
            return others;
        }
        List<URL> ours = known.findResources(name);
        return ours.isEmpty() ? others : new Joined(ours, others);
    }

    /**
     * Called by {@code addURL} of the search path: what is new is searched by the JDK.
     *
     * @param path that is to have it
     * @param url of a jar or directory
     */
    public static void addURL(SearchPath path, URL url) {
        synchronized (path) {
            int before = path.getURLs().length;
            path.show(url);
            if (path.getURLs().length > before) {
                path.search(url);
            }
        }
    }

    /**
     * Called by {@code addFile} of the search path, where the JVM appends the jar of an agent.
     *
     * @param path that is to have it
     * @param file of a jar
     */
    public static void addFile(SearchPath path, String file) {
        for (URL url : path.ofFile(AttachSeam.appended(file))) {
            addURL(path, url);
        }
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
