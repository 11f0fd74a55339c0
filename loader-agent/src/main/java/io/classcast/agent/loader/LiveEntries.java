package io.classcast.agent.loader;

import io.classcast.image.EntryKind;
import io.classcast.image.Image;
import java.net.URL;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What of a class path is looked up where it lies, as plain Java does: entries that are not in the image, those that
 * were missing and are there when a search first comes to them, and what this JVM has changed itself. Safe for all
 * threads; while there is none of it a lookup allocates nothing.
 */
final class LiveEntries {
    private final Image image;
    private final ServedEntry[] entries;
    private final URL[] urls;
    private final MissingEntries missing;
    /** In the order of their numbers; another array after each change. */
    private volatile LiveEntry[] live = {};
    /** The last entry that a search has come to, or about so: plain Java has opened the jars up to there. */
    private int reached = -1;

    /**
     * Those of a class path.
     *
     * @param image of it
     * @param entries that are in the image, by their numbers; null for others
     * @param urls of all
     * @param notes where a look for a missing entry is noted for the JVMs of the node; null: each looks itself
     */
    LiveEntries(Image image, ServedEntry[] entries, URL[] urls, Path notes) {
        this.image = image;
        this.entries = entries;
        this.urls = urls;
        int[] absent = new int[urls.length];
        String[] paths = new String[urls.length];
        int count = 0;
        for (int e = 0; e < urls.length; e++) {
            EntryKind kind = entries[e] != null ? EntryKind.JAR : image.entry(e).kind();
            if (kind == EntryKind.LIVE) {
                add(e);
            } else if (kind == EntryKind.MISSING) {
                absent[count] = e;
                paths[count++] = image.entry(e).path();
            }
        }
        missing = new MissingEntries(Arrays.copyOf(absent, count), paths, notes);
    }

    boolean any() {
        return live.length > 0;
    }

    /** Whether a search that ends at a place comes to no missing entry. */
    boolean isBeforeMissing(int place) {
        int next = missing.first();
        return next == MissingEntries.NONE || image.entryOf(place) < next;
    }

    /** A search comes to an entry: plain Java opens what lies before it. */
    void reach(int entry) {
        if (missing.first() < entry) {
            missing.lookUpTo(entry, this);
        }
        if (reached < entry) {
            reached = entry;
        }
    }

    /** The next entry that looks a name up live, after one and up to another; null where there is none. */
    LiveEntry next(int after, int upTo, String name) {
        for (LiveEntry entry : live) {
            if (entry.number > after && entry.number <= upTo && entry.covers(name)) {
                return entry;
            }
        }
        return null;
    }

    /** From now on all names of an entry are looked up where it lies. */
    void add(int number) {
        put(LiveEntry.of(number, urls[number], null));
    }

    private synchronized void put(LiveEntry entry) {
        LiveEntry[] now = live;
        int at = 0;
        while (at < now.length && now[at].number < entry.number) {
            at++;
        }
        boolean replaces = at < now.length && now[at].number == entry.number;
        LiveEntry[] changed = new LiveEntry[replaces ? now.length : now.length + 1];
        System.arraycopy(now, 0, changed, 0, at);
        changed[at] = entry;
        System.arraycopy(now, replaces ? at + 1 : at, changed, at + 1, changed.length - at - 1);
        live = changed;
    }

    /**
     * This JVM has changed an entry itself: made, moved, removed or written it. What plain Java has opened already
     * stays as it was; what it would open from now on is the new one.
     *
     * @param number of the entry
     */
    void entryChanged(int number) {
        EntryKind kind = image.entry(number).kind();
        if (kind == EntryKind.MISSING) {
            missing.made(number);
        } else if (kind == EntryKind.DIRECTORY || kind == EntryKind.UNREADABLE && number > reached) {
            add(number);
        } else if (kind == EntryKind.JAR) {
            entries[number].changed = true;
            if (number > reached || !entries[number].isWhole()) {
                add(number);
            }
        }
    }

    /**
     * This JVM has changed something below a directory of the class path.
     *
     * @param number of the entry
     * @param name in it, without a slash at its end
     */
    synchronized void nameChanged(int number, String name) {
        LiveEntry present = next(number - 1, number, name);
        if (present != null) {
            return;
        }
        for (LiveEntry entry : live) {
            if (entry.number == number) {
                entry.add(name);
                return;
            }
        }
        if (image.entry(number).kind() == EntryKind.DIRECTORY) {
            ChangedNames names = new ChangedNames();
            names.add(name);
            put(LiveEntry.of(number, urls[number], names));
        }
    }
}
