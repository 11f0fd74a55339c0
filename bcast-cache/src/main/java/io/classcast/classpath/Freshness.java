package io.classcast.classpath;

import io.classcast.image.EntryKind;
import io.classcast.image.Image;
import io.classcast.image.ImageEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** Tells whether a class path is still what its image says: one stat for each jar, one for each file of a directory; several at once. */
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

    @Override
    void look(int number) {
        if (!stale && !isFresh(image.entry(number))) {
            stale = true;
        }
    }

    private boolean isFresh(ImageEntry entry) {
        if (entry.kind() == EntryKind.LIVE) {
            return true;
        }
        Path path = Path.of(entry.path());
        if (entry.kind() == EntryKind.MISSING) {
            return !path.toFile().exists();
        }
        if (entry.kind() == EntryKind.UNREADABLE) {
            // Nothing was noted of it; it may have become readable.
            return false;
        }
        if (entry.kind() == EntryKind.LIBRARY_DIRECTORY) {
            return path.toFile().lastModified() == entry.mtime();
        }
        if (entry.kind() == EntryKind.DIRECTORY) {
            DirectoryListing listing = DirectoryListing.of(path, Integer.MAX_VALUE);
            return listing.problem() == null && listing.bytes() == entry.size() && listing.fingerprint() == entry.mtime();
        }
        EntryFile file = directories.file(entry.path(), path);
        try {
            BasicFileAttributes now = file.attributes();
            return now.isRegularFile() && now.size() == entry.size() && now.lastModifiedTime().toMillis() == entry.mtime();
        } catch (IOException e) {
            return false;
        } finally {
            file.release();
        }
    }
}
