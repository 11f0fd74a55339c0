package io.classcast.compat.childfirst;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/** As Flink's: looks at its own URLs first, but for what has to be shared with its parent. */
final class ChildFirstLoader extends URLClassLoader {
    static {
        registerAsParallelCapable();
    }

    private final List<String> shared;

    ChildFirstLoader(String name, URL[] urls, ClassLoader parent, List<String> shared) {
        super(name, urls, parent);
        this.shared = shared;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> found = findLoadedClass(name);
            if (found == null && shared.stream().noneMatch(name::startsWith)) {
                try {
                    found = findClass(name);
                } catch (ClassNotFoundException e) {
                    // The parent may have it.
                }
            }
            return found == null ? super.loadClass(name, resolve) : found;
        }
    }

    @Override
    public URL getResource(String name) {
        URL own = findResource(name);
        return own == null ? super.getResource(name) : own;
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        List<URL> all = new ArrayList<>(Collections.list(findResources(name)));
        all.addAll(Collections.list(getParent().getResources(name)));
        return Collections.enumeration(all);
    }
}
