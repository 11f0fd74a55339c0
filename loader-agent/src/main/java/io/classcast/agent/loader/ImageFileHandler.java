package io.classcast.agent.loader;

import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import java.net.URLConnection;

/** The JDK's {@code file:} handler, except that files of the image are served from there. */
final class ImageFileHandler extends sun.net.www.protocol.file.Handler {
    private final ServedClassPath path;

    ImageFileHandler(ServedClassPath path) {
        this.path = path;
    }

    @Override
    public synchronized URLConnection openConnection(URL url) throws IOException {
        return openConnection(url, null);
    }

    @Override
    public synchronized URLConnection openConnection(URL url, Proxy proxy) throws IOException {
        URLConnection served = ImageUrls.openFile(path, url);
        return served != null ? served : super.openConnection(url, proxy);
    }
}
