package io.classcast.classpath;

import io.classcast.image.EntryKind;
import io.classcast.image.ImageEntry;
import io.classcast.image.ImageFormat;
import io.classcast.image.NameTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Reads a directory of the class path: lists it once, reads each file once, and writes them as one stored (uncompressed)
 * zip archive to the store. Too large a directory travels as locations, and one that cannot be listed, or has too many
 * names, is looked up live.
 */
final class DirectoryScanner {
    /** Files in flight between the readers and the archive: hides the round trips of the shared file system. */
    private static final int WINDOW = 64;
    /** 1980-01-01: zip archives know no earlier time. */
    private static final long FIRST_DOS_SECOND = 315_532_800;

    private DirectoryScanner() {
    }

    static ScannedEntry scan(String url, Path root, int number, ScanOptions options,
            ExecutorService readers) throws IOException, InterruptedException {
        DirectoryListing listing = DirectoryListing.of(root, options.directoryNames());
        if (listing.problem() != null) {
            return ScannedEntry.without(url, root.toString(), EntryKind.LIVE, "class-path entry " + root + ": "
                    + listing.problem() + "; names in it are looked up live on every rank");
        }
        boolean copy = options.copies() && listing.bytes() <= options.directoryBytes();
        NameTable names = new NameTable(listing.files().size() * 2, listing.files().size() * 80);
        names.add(new byte[] {'/'}, 0, 1, 0, 0, ImageFormat.PLACE_AT_ORIGIN, 0, 0, 0, 0, 0);
        for (DirectoryListing.Item item : listing.files()) {
            if (item.isDirectory() || !copy || !item.isRegular()) {
                addAtOrigin(names, item);
            }
        }
        ImageEntry entry;
        if (!copy) {
            entry = entry(url, root, listing, null, -1);
        } else {
            try (ContentFile content = ContentFile.create(options.content(), number, root + ".zip")) {
                archive(listing, content, names, readers);
                entry = entry(url, root, listing, content, number);
            }
        }
        return new ScannedEntry(entry, names, List.of(), null);
    }

    private static ImageEntry entry(String url, Path root, DirectoryListing listing, ContentFile content, int number) {
        return new ImageEntry(url, root.toString(), content == null ? "" : content.name(), EntryKind.DIRECTORY, false,
                false, false, listing.bytes(), listing.fingerprint(), content == null ? 0 : content.length(),
                content == null ? 0 : content.checksum(), number, null);
    }

    private static void archive(DirectoryListing listing, ContentFile content, NameTable names,
            ExecutorService readers) throws IOException, InterruptedException {
        List<DirectoryListing.Item> files = listing.files();
        OpenDirectory[] directories = directories(listing);
        Deque<Future<byte[]>> reading = new ArrayDeque<>();
        int ahead = 0;
        try (ZipOutputStream zip = new ZipOutputStream(content)) {
            zip.setMethod(ZipOutputStream.STORED);
            for (int i = 0; i < files.size(); i++) {
                for (; ahead < files.size() && ahead < i + WINDOW; ahead++) {
                    reading.add(readers.submit(new FileReading(files.get(ahead), directories[files.get(ahead).parent()])));
                }
                DirectoryListing.Item file = files.get(i);
                byte[] bytes = await(reading.remove());
                if (bytes == null) {
                    if (file.isRegular()) {
                        addAtOrigin(names, file);
                    }
                    continue;
                }
                CRC32 crc = new CRC32();
                crc.update(bytes);
                ZipEntry entry = new ZipEntry(file.name());
                entry.setSize(bytes.length);
                entry.setCompressedSize(bytes.length);
                entry.setCrc(crc.getValue());
                // Not setTime: the JDK would look for time-zone providers, on the very class path that is being scanned.
                entry.setTimeLocal(LocalDateTime.ofEpochSecond(Math.max(FIRST_DOS_SECOND, file.mtime() / 1000), 0,
                        ZoneOffset.UTC));
                long at = content.length();
                zip.putNextEntry(entry);
                zip.write(bytes, 0, bytes.length);
                zip.closeEntry();
                add(names, file, at, bytes.length, (int) crc.getValue());
            }
            if (content.length() == 0) {
                // An archive without an entry is still a file that the readers of the store expect.
                zip.putNextEntry(emptyEntry());
            }
        } finally {
            for (Future<byte[]> left : reading) {
                left.cancel(true);
            }
            for (OpenDirectory directory : directories) {
                if (directory != null) {
                    directory.close();
                }
            }
        }
    }

    /** Those with files to read, by their number. */
    private static OpenDirectory[] directories(DirectoryListing listing) {
        int[] regular = new int[listing.directories()];
        Path[] paths = new Path[listing.directories()];
        for (DirectoryListing.Item item : listing.files()) {
            if (item.isRegular()) {
                regular[item.parent()]++;
                paths[item.parent()] = paths[item.parent()] == null ? item.path().getParent() : paths[item.parent()];
            }
        }
        OpenDirectory[] directories = new OpenDirectory[listing.directories()];
        for (int i = 0; i < directories.length; i++) {
            directories[i] = regular[i] == 0 ? null : new OpenDirectory(paths[i], regular[i]);
        }
        return directories;
    }

    private static ZipEntry emptyEntry() {
        ZipEntry entry = new ZipEntry("META-INF/");
        entry.setSize(0);
        entry.setCompressedSize(0);
        entry.setCrc(0);
        entry.setTimeLocal(LocalDateTime.ofEpochSecond(FIRST_DOS_SECOND, 0, ZoneOffset.UTC));
        return entry;
    }

    private static byte[] await(Future<byte[]> reading) throws IOException, InterruptedException {
        try {
            return reading.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        }
    }

    /** Adds a name whose bytes stay at the original. */
    private static void addAtOrigin(NameTable names, DirectoryListing.Item item) {
        byte[] utf8 = (item.isDirectory() ? item.name() + "/" : item.name()).getBytes(StandardCharsets.UTF_8);
        int size = (int) Math.min(Integer.MAX_VALUE, item.size());
        names.add(utf8, 0, utf8.length, 0, 0, ImageFormat.PLACE_AT_ORIGIN, 0, size, size, item.mtime(), 0);
    }

    private static void add(NameTable names, DirectoryListing.Item item, long offset, int length, int checksum) {
        byte[] utf8 = item.name().getBytes(StandardCharsets.UTF_8);
        names.add(utf8, 0, utf8.length, 0, 0, 0, offset, length, length, item.mtime(), checksum);
    }
}
