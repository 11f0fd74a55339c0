package io.classcast.agent.loader;

import io.classcast.image.EntryKind;
import io.classcast.image.Image;
import io.classcast.image.ImageFormat;
import java.net.URL;

/** One search for a resource: walks the places of the image and the live entries in class-path order. Short-lived. */
final class ResourceSearch {
    private final ServedClassPath path;
    private final Image image;
    private final String name;
    private final boolean slash;
    private int place;
    private int places;
    private int live;

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
            int entry = places > 0 ? image.entryOf(place) : Integer.MAX_VALUE;
            if (live < path.liveCount() && path.liveNumber(live) < entry) {
                URL url = path.findLiveIn(live++, name);
                if (url != null) {
                    return url;
                }
                continue;
            }
            if (places == 0) {
                return null;
            }
            int found = place++;
            places--;
            URL url = answersTo(found) ? path.url(found, name) : null;
            if (url != null) {
                return url;
            }
        }
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
