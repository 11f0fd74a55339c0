package io.classcast.agent.loader;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.PrivilegedAction;
import java.util.Collections;
import java.util.Enumeration;

/**
 * An entry of the class path whose names, all or some, are looked up where it lies, as plain Java does. Safe for all
 * threads.
 */
final class LiveEntry {
    final int number;
    private final URL url;
    private final URLClassLoader loader;
    /** Those that are looked up there; null for all. */
    private final ChangedNames names;

    private LiveEntry(int number, URL url, URLClassLoader loader, ChangedNames names) {
        this.number = number;
        this.url = url;
        this.loader = loader;
        this.names = names;
    }

    /**
     * Makes one.
     *
     * @param number of the entry
     * @param url of the entry
     * @param names that are looked up there; null for all
     */
    static LiveEntry of(int number, URL url, ChangedNames names) {
        // It may be the program's own thread that has changed something, with fewer permissions than ours.
        return OwnPermissions.use(new PrivilegedAction<LiveEntry>() {
            @Override
            public LiveEntry run() {
                return new LiveEntry(number, url, new URLClassLoader(new URL[] {url}, null), names);
            }
        });
    }

    /** One more name; not where all are meant. */
    void add(String name) {
        names.add(name);
    }

    /**
     * Whether a name is looked up there.
     *
     * @param name of a resource, perhaps with a slash at its end
     */
    boolean covers(String name) {
        return names == null || names.covers(name.endsWith("/") ? name.substring(0, name.length() - 1) : name);
    }

    /** Null where it is not there. */
    URL find(String name) {
        return loader.findResource(name);
    }

    /** All that it has of a name, with what its {@code Class-Path} names. */
    Enumeration<URL> findAll(String name) {
        try {
            return loader.findResources(name);
        } catch (IOException e) {
            return Collections.emptyEnumeration();
        }
    }

    /** What {@link #find} has found is from this location: a jar that the entry's manifest names may have it. */
    URL codeSource(URL found) throws MalformedURLException {
        String file = found.getFile();
        return found.getProtocol().equals("jar") ? new URL(file.substring(0, file.lastIndexOf("!/"))) : url;
    }
}
