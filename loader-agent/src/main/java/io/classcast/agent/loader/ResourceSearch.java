package io.classcast.agent.loader;

import io.classcast.image.EntryKind;
import io.classcast.image.Image;
import io.classcast.image.ImageFormat;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Set;

/** One search for a resource: walks the places of the image and the live entries in class-path order. Short-lived. */
final class ResourceSearch {
    private final ServedClassPath path;
    private final Image image;
    private final String name;
    private final boolean slash;
    /** The next one of the image, and how many there are. */
    private int place;
    private int places;
    /** Number of the live entry that was asked last. */
    private int asked = -1;
    /** What was found last: a place, or a URL of a live entry. */
    private int found;
    private LiveEntry live;
    private URL liveUrl;
    /** What else a live entry has: the jars of its Class-Path may have the name, too. */
    private Enumeration<URL> more;
    /** What was given, where live entries count: an entry of the image may be in the Class-Path of one. */
    private Set<String> given;

    ResourceSearch(ServedClassPath path, String name) {
        this.path = path;
        this.name = name;
        image = path.image();
        slash = name.endsWith("/");
        int id = image.find(slash ? name.substring(0, name.length() - 1) : name);
        if (id >= 0) {
            place = image.firstPlace(id);
            places = image.placeCount(id);
        }
    }

    /** The next URL, or null at the end. */
    URL next() {
        while (true) {
            if (live != null && more == null) {
                more = live.findAll(name);
            }
            URL url = null;
            if (more != null && more.hasMoreElements()) {
                url = more.nextElement();
            } else {
                more = null;
                if (!advance()) {
                    return null;
                }
                url = live != null ? liveUrl : path.url(found, name);
            }
            if (url != null && isNew(url)) {
                return url;
            }
        }
    }

    /** The JDK searches each jar once. */
    private boolean isNew(URL url) {
        if (given == null) {
            if (!path.live().any()) {
                return true;
            }
            given = new HashSet<>();
        }
        return given.add(url.toString());
    }

    /** Goes on to what is next, by class-path order; false at the end. */
    boolean advance() {
        while (true) {
            int entry = places > 0 ? image.entryOf(place) : Integer.MAX_VALUE;
            path.live().reach(entry);
            live = path.live().next(asked, entry, name);
            if (live != null) {
                asked = live.number;
                while (places > 0 && image.entryOf(place) <= asked) {
                    skip();
                }
                path.counters.liveFallbacks.incrementAndGet();
                liveUrl = live.find(name);
                if (liveUrl != null) {
                    return true;
                }
                continue;
            }
            if (places == 0) {
                return false;
            }
            found = place;
            skip();
            if (answersTo(found)) {
                return true;
            }
        }
    }

    private void skip() {
        place++;
        places--;
    }

    /** What was found, in the image; only where {@link #liveUrl} is null. */
    int place() {
        return found;
    }

    /** What was found by a live entry, or null. */
    URL liveUrl() {
        return live == null ? null : liveUrl;
    }

    /** Location of the code source of {@link #liveUrl}. */
    URL liveSource() throws MalformedURLException {
        return live.codeSource(liveUrl);
    }

    /**
     * {@code a/} names a directory only, in a jar; on disk it names a file as well ({@code File} drops the slash). The root is
     * that of a directory on disk by the empty name only, and of a jar by the name that the jar has for it.
     */
    boolean answersTo(int found) {
        boolean onDisk = path.entry(image.entryOf(found)).entry.kind() == EntryKind.DIRECTORY;
        boolean directory = (image.flags(found) & ImageFormat.PLACE_DIRECTORY) != 0;
        if (name.isEmpty() || name.equals("/")) {
            return onDisk ? !slash : directory == slash;
        }
        return !slash || directory || onDisk;
    }
}
