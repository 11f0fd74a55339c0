package io.classcast.classpath;

import io.classcast.image.EntryKind;
import io.classcast.image.Image;
import io.classcast.image.ImageEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Tells whether a class path is still what its image says: one stat for each jar and for each file of a directory, which is listed anew;
 * several at once. Of an image with stamps ({@link ScanOptions#withStamps}). For one use.
 */
public final class Freshness extends SeveralAtOnce {
    private final Image image;
    private final EntryDirectories directories;
    private volatile boolean stale;

    /** By path, what was seen already; only read. */
    private final Map<String, Long> seen;

    private Freshness(Image image, Map<String, Long> seen) {
        super("classcast-check", image.entryCount());
        this.seen = seen;
        this.image = image;
        List<String> paths = new ArrayList<>();
        for (int e = 0; e < image.entryCount(); e++) {
            paths.add(image.entry(e).path());
        }
        directories = new EntryDirectories(paths);
    }

    /**
     * Looks at every entry that was not looked at yet.
     *
     * @param image of the class path
     * @param path what was launched, resolved since: wildcards and links may lead elsewhere by now
     * @return false where anything has changed, or cannot be compared
     */
    public static boolean isFresh(Image image, PathLook path) {
        if (!path.leadsTo(image.launchPath())) {
            return false;
        }
        Freshness all = new Freshness(image, path.seen());
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
        if (entry.kind() == EntryKind.LIVE && (entry.stamp() == FileStamp.UNKNOWN || entry.stamp() == FileStamp.ABSENT)) {
            return entry.stamp() != FileStamp.ABSENT;
        }
        Path path = Path.of(entry.path());
        Long known = seen.get(entry.path());
        if (entry.kind() == EntryKind.MISSING) {
            return known != null ? known == FileStamp.ABSENT : !path.toFile().exists();
        }
        if (entry.stamp() == FileStamp.UNKNOWN) {
            return false;
        }
        if (entry.kind() == EntryKind.DIRECTORY) {
            DirectoryListing listing = DirectoryListing.of(path, Integer.MAX_VALUE, true);
            return listing.problem() == null && listing.fingerprint() == entry.stamp();
        }
        if (known != null) {
            return known == entry.stamp();
        }
        EntryFile file = directories.file(entry.path(), path);
        try {
            return FileStamp.valueOf(file) == entry.stamp();
        } finally {
            file.release();
        }
    }
}
