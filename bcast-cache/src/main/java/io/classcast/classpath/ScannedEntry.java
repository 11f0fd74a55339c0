package io.classcast.classpath;

import io.classcast.image.EntryKind;
import io.classcast.image.ImageEntry;
import io.classcast.image.NameTable;
import java.nio.file.Path;
import java.util.List;

/**
 * What the scan found out about one class-path entry.
 *
 * @param entry for the image
 * @param names for the image; null without names
 * @param classPath URLs of its {@code Class-Path}, in order
 * @param problem one line for the user, or null
 * @param passedBy URLs that the class path may have further on, and that the JDK does not search there any more
 */
record ScannedEntry(ImageEntry entry, NameTable names, List<String> classPath, String problem, List<String> passedBy) {

    /** An entry after which all others are searched. */
    ScannedEntry(ImageEntry entry, NameTable names, List<String> classPath, String problem) {
        this(entry, names, classPath, problem, List.of());
    }

    /** An entry without names: missing, unreadable or live. */
    static ScannedEntry without(String url, String path, EntryKind kind, String problem) {
        ImageEntry entry = new ImageEntry(url, path == null ? "" : path, "", kind, false, false, false, 0, 0, 0, 0, -1, null, FileStamp.UNKNOWN);
        return new ScannedEntry(entry, null, List.of(), problem);
    }

    /**
     * An entry that each rank looks at itself: what rank 0 could not fetch must not become a name that is not there. Its stamp has
     * the next JVM of an image that is kept scan it anew ({@link Freshness}).
     */
    static ScannedEntry failed(String url, Path path, String problem) {
        return live(url, path, problem).withStamp(FileStamp.ABSENT);
    }

    /** An entry that each rank looks at itself, whenever it is scanned. */
    static ScannedEntry live(String url, Path path, String problem) {
        return without(url, path.toString(), EntryKind.LIVE, "class-path entry " + path + ": " + problem
                + "; names in it are looked up live on every rank");
    }

    /** The same, of a known state of the original. */
    ScannedEntry withStamp(long stamp) {
        return new ScannedEntry(entry.withStamp(stamp), names, classPath, problem, passedBy);
    }

    /** The same, which the JDK searches in the place of others. */
    ScannedEntry passingBy(List<String> urls) {
        return new ScannedEntry(entry, names, classPath, problem, urls);
    }

    /** The same, without a word to the user. */
    ScannedEntry withoutProblem() {
        return new ScannedEntry(entry, names, classPath, null);
    }
}
