package io.classcast.classpath;

import io.classcast.image.EntryKind;
import io.classcast.image.Image;
import io.classcast.image.ImageEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells whether a class path is still what its image says: one stat for each jar and for each file of a directory, which is listed anew;
 * several at once. Of an image with stamps ({@link ScanOptions#withStamps}). For one use.
 */
public final class Freshness extends SeveralAtOnce {
    private final Image image;
    private final EntryDirectories directories;
    private volatile boolean stale;

    private Freshness(Image image) {
        super("classcast-check", image.entryCount());
        this.image = image;
        List<String> paths = new ArrayList<>();
        for (int e = 0; e < image.entryCount(); e++) {
            paths.add(image.entry(e).path());
        }
        directories = new EntryDirectories(paths);
    }

    /**
     * Looks at every entry.
     *
     * @param image of the class path
     * @return false where anything has changed, or cannot be compared
     */
    public static boolean isFresh(Image image) {
        Freshness all = new Freshness(image);
        try {
            all.lookAtAll();
        } finally {
            all.directories.close();
        }
        return !all.stale;
    }

    /**
     * Resolves a class path anew where the JVM did not: its wildcards and links may lead elsewhere by now.
     *
     * @param image made for the same text
     * @param path what was launched
     * @return false where the class path has become another one
     */
    public static boolean leadsToTheSame(Image image, LaunchPath path) {
        return path.urls() != null || path.resolve().encode().equals(image.launchPath());
    }

    @Override
    void look(int number) {
        if (!stale && !isFresh(image.entry(number))) {
            stale = true;
        }
    }

    private boolean isFresh(ImageEntry entry) {
        if (entry.kind() == EntryKind.LIVE) {
            return entry.stamp() != FileStamp.ABSENT;
        }
        Path path = Path.of(entry.path());
        if (entry.kind() == EntryKind.MISSING) {
            return !path.toFile().exists();
        }
        if (entry.stamp() == FileStamp.UNKNOWN) {
            return false;
        }
        if (entry.kind() == EntryKind.DIRECTORY) {
            DirectoryListing listing = DirectoryListing.of(path, Integer.MAX_VALUE, true);
            return listing.problem() == null && listing.fingerprint() == entry.stamp();
        }
        EntryFile file = directories.file(entry.path(), path);
        try {
            return FileStamp.valueOf(file) == entry.stamp();
        } finally {
            file.release();
        }
    }
}
