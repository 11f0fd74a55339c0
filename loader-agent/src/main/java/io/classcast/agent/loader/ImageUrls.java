package io.classcast.agent.loader;

import io.classcast.classpath.UrlPath;
import io.classcast.image.Image;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;

/** From names to URLs and back: the URLs are those of the originals, the bytes come from the image. */
final class ImageUrls {
    private ImageUrls() {
    }

    /** What {@code URLClassPath} does for a resource (JDK 17 and 25): null where the name makes no URL. */
    static URL resolve(URL base, String name) {
        try {
            return new URL(base, UrlPath.encode(name));
        } catch (MalformedURLException e) {
            return null;
        }
    }

    /**
     * Opens a {@code jar:} URL.
     *
     * @return null where the image does not hold it, or this JVM has changed it, so that the JDK opens the original
     */
    static URLConnection openJar(ServedClassPath path, URL url) throws IOException {
        String file = url.getFile();
        int separator = file.indexOf("!/");
        ServedEntry entry = separator < 0 ? null : path.entryByUrl(file.substring(0, separator));
        if (entry == null) {
            return null;
        }
        String name = UrlPath.decode(file.substring(separator + 2));
        return name == null || path.isChanged(entry, name) ? null : new ImageJarConnection(url, path, entry, place(path, entry, name));
    }

    /**
     * Opens a {@code file:} URL.
     *
     * @return null where the image does not hold its bytes, or this JVM has changed it, so that the JDK opens the original
     */
    static URLConnection openFile(ServedClassPath path, URL url) {
        String text = url.getProtocol() + ":" + url.getFile();
        for (int slash = text.lastIndexOf('/'); slash > 4; slash = text.lastIndexOf('/', slash - 1)) {
            ServedEntry entry = path.entryByUrl(text.substring(0, slash + 1));
            if (entry != null) {
                String name = UrlPath.decode(text.substring(slash + 1));
                int place = name == null || name.endsWith("/") || path.isChanged(entry, name) ? Image.ABSENT : place(path, entry, name);
                return place >= 0 && path.image().flags(place) == 0 && entry.entry.content() >= 0
                        ? new ImageFileConnection(url, path, entry, place) : null;
            }
        }
        return null;
    }

    private static int place(ServedClassPath path, ServedEntry entry, String name) {
        Image image = path.image();
        int id = image.find(name.endsWith("/") ? name.substring(0, name.length() - 1) : name);
        if (id >= 0) {
            int place = image.firstPlace(id);
            for (int left = image.placeCount(id); left > 0; left--, place++) {
                if (image.entryOf(place) == entry.number) {
                    return place;
                }
            }
        }
        return Image.ABSENT;
    }
}
