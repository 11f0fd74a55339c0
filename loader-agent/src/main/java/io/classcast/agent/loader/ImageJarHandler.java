package io.classcast.agent.loader;

import java.io.IOException;
import java.net.URL;
import java.net.URLConnection;

/** The JDK's {@code jar:} handler, except that connections to entries of the image are served from there. */
final class ImageJarHandler extends sun.net.www.protocol.jar.Handler {
    private final ServedClassPath path;

    ImageJarHandler(ServedClassPath path) {
        this.path = path;
    }

    @Override
    protected URLConnection openConnection(URL url) throws IOException {
        URLConnection served = ImageUrls.openJar(path, url);
        return served != null ? served : super.openConnection(url);
    }
}
