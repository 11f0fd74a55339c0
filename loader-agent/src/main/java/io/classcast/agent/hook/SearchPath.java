package io.classcast.agent.hook;

import java.net.URL;
import java.util.Enumeration;
import jdk.internal.loader.Resource;

/**
 * What the application class loader searches, once {@link ClassPathSeam} is asked first: a list that is shown, and a
 * shorter one of what the JDK searches itself. Thread-safe.
 */
public interface SearchPath {
    /**
     * What the JDK finds itself.
     *
     * @param name of a class file or resource
     * @return null where there is none
     */
    Resource resource(String name);

    /**
     * What the JDK finds itself.
     *
     * @param name of a resource
     * @return its URL; null where there is none
     */
    URL url(String name);

    /**
     * What the JDK finds itself.
     *
     * @param name of a resource
     * @return all URLs
     */
    Enumeration<URL> urls(String name);

    /**
     * The list that is shown.
     *
     * @return a new array, in order
     */
    URL[] getURLs();

    /**
     * Adds to what is shown; nothing happens where it is there.
     *
     * @param url of a jar or directory
     */
    void show(URL url);

    /**
     * Adds to what the JDK searches itself.
     *
     * @param url of a jar or directory
     */
    void search(URL url);

    /**
     * From now on the JDK searches these only. What it has opened of others stays open.
     *
     * @param urls in order
     */
    void searchOnly(URL[] urls);

    /**
     * What the JDK makes of a path that is to be appended.
     *
     * @param file absolute or relative path
     * @return one URL; none where there is no such path
     */
    URL[] ofFile(String file);
}
