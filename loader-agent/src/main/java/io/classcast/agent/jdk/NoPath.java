package io.classcast.agent.jdk;

import io.classcast.agent.hook.SearchPath;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import jdk.internal.loader.Resource;

/** A search path that has nothing: what answers while it is being found out who is asked. */
final class NoPath implements SearchPath {
    private static final URL[] NONE = {};

    @Override
    public Resource resource(String name) {
        return null;
    }

    @Override
    public URL url(String name) {
        return null;
    }

    @Override
    public Enumeration<URL> urls(String name) {
        return Collections.emptyEnumeration();
    }

    @Override
    public URL[] getURLs() {
        return NONE;
    }

    @Override
    public void show(URL url) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void search(URL url) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void searchOnly(URL[] urls) {
        throw new UnsupportedOperationException();
    }

    @Override
    public URL[] ofFile(String file) {
        return NONE;
    }
}
