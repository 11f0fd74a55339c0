package io.classcast.classpath;

import io.classcast.image.EntryKind;
import io.classcast.image.ImageEntry;
import io.classcast.image.ImageFormat;
import io.classcast.image.NameTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;

/**
 * Reads a directory of the class path: lists it once, reads each file once, and writes them as one archive to the store. Too large a
 * directory travels as locations, and one that cannot be listed, or has too many names, is looked up live.
 */
final class DirectoryScanner {
    private DirectoryScanner() {
    }

    static ScannedEntry scan(String url, Path root, int number, ScanOptions options,
            ExecutorService readers) throws IOException, InterruptedException {
        if (!options.copies()) {
            return locations(url, root, DirectoryListing.of(root, options.directoryNames(), options.stamped()), options);
        }
        String unwanted;
        DirectoryListing listing;
        try (ContentFile content = ContentFile.create(options.content(), number, root + ".zip")) {
            DirectoryArchive archive = new DirectoryArchive(content, readers, options.directoryBytes());
            try {
                listing = new DirectoryWalk(root, options.directoryNames(), options.stamped(), archive).list();
                if (listing.problem() == null && !archive.isTooLarge()) {
                    NameTable names = names(listing, true);
                    archive.finish(names);
                    return new ScannedEntry(entry(url, root, listing, content, number, options), names, List.of(), null);
                }
            } finally {
                archive.abandon();
            }
            unwanted = content.name();
        }
        ContentFile.delete(options.content(), unwanted);
        return locations(url, root, listing, options);
    }

    private static ScannedEntry locations(String url, Path root, DirectoryListing listing, ScanOptions options) {
        if (listing.problem() != null) {
            return listing.problem().startsWith(DirectoryWalk.UNREADABLE) ? ScannedEntry.failed(url, root, listing.problem())
                    : ScannedEntry.live(url, root, listing.problem());
        }
        return new ScannedEntry(entry(url, root, listing, null, -1, options), names(listing, false), List.of(), null);
    }

    /** The names whose bytes stay at the original: of all files, or of those that no archive takes. */
    private static NameTable names(DirectoryListing listing, boolean archived) {
        NameTable names = new NameTable(listing.files().size() * 2, listing.files().size() * 80);
        names.add(new byte[] {'/'}, 0, 1, 0, 0, ImageFormat.PLACE_AT_ORIGIN, 0, 0, 0, 0, 0);
        for (DirectoryListing.Item item : listing.files()) {
            if (!archived || !item.isRegular()) {
                DirectoryArchive.addAtOrigin(names, item);
            }
        }
        return names;
    }

    private static ImageEntry entry(String url, Path root, DirectoryListing listing, ContentFile content, int number,
            ScanOptions options) {
        return new ImageEntry(url, root.toString(), content == null ? "" : content.name(), EntryKind.DIRECTORY, false,
                false, false, listing.bytes(), 0, content == null ? 0 : content.length(),
                content == null ? 0 : content.checksum(), number, null,
                options.stamped() ? listing.fingerprint() : FileStamp.UNKNOWN);
    }
}
