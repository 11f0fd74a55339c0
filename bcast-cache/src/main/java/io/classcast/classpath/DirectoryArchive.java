package io.classcast.classpath;

import io.classcast.classpath.DirectoryListing.Item;
import io.classcast.image.ImageFormat;
import io.classcast.image.NameTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The files of one directory tree as one stored (uncompressed) zip archive, written while the tree is walked: each directory is opened
 * once. Used by the thread that walks.
 */
final class DirectoryArchive implements DirectoryWalk.Visitor {
    /** Files in flight between the readers and the archive: hides the round trips of the shared file system. */
    private static final int WINDOW = 64;
    /** 1980-01-01: zip archives know no earlier time. */
    private static final long FIRST_DOS_SECOND = 315_532_800;

    private final ContentStream content;
    private final ExecutorService readers;
    private final long mostBytes;
    private final ZipOutputStream zip;
    private final Deque<FileReading> ahead = new ArrayDeque<>();
    private final Deque<Future<byte[]>> results = new ArrayDeque<>();
    private final List<Place> places = new ArrayList<>();
    private long bytes;
    private Exception failure;

    /** Where the bytes of a file are in the archive; the length is -1 where they stay at the original. */
    private record Place(Item file, long offset, int length, int checksum) {
    }

    DirectoryArchive(ContentFile content, ExecutorService readers, long mostBytes) {
        this.content = new ContentStream(content);
        this.readers = readers;
        this.mostBytes = mostBytes;
        zip = new ZipOutputStream(this.content);
        zip.setMethod(ZipOutputStream.STORED);
    }

    @Override
    public boolean found(Item file, OpenDirectory directory) {
        bytes += file.size();
        if (isTooLarge()) {
            abandon();
            return true;
        }
        try {
            FileReading reading = new FileReading(file, directory);
            ahead.add(reading);
            results.add(readers.submit(reading));
            if (ahead.size() == WINDOW) {
                write();
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            failure = e;
        }
        return failure == null;
    }

    /** More bytes than are wanted: nothing more is read, and the archive is of no use. */
    boolean isTooLarge() {
        return bytes > mostBytes;
    }

    /** Nobody waits for the files any more. */
    void abandon() {
        for (Future<byte[]> result : results) {
            result.cancel(true);
        }
        for (FileReading reading : ahead) {
            reading.forget();
        }
        results.clear();
        ahead.clear();
    }

    /**
     * Waits for the last files, and completes the archive.
     *
     * @param names takes the names of all files that were found
     * @throws IOException where a file could not be read, or the archive not be written
     * @throws InterruptedException where the scan was given up
     */
    void finish(NameTable names) throws IOException, InterruptedException {
        while (failure == null && !ahead.isEmpty()) {
            write();
        }
        if (failure instanceof IOException e) {
            throw e;
        } else if (failure instanceof InterruptedException e) {
            throw e;
        } else if (failure != null) {
            throw new IOException(failure);
        }
        if (content.length() == 0) {
            // An archive without an entry is still a file that the readers of the store expect.
            zip.putNextEntry(entry("META-INF/", 0, 0, 0));
        }
        zip.close();
        for (Place place : places) {
            if (place.length < 0) {
                addAtOrigin(names, place.file);
            } else {
                byte[] utf8 = place.file.name().getBytes(StandardCharsets.UTF_8);
                names.add(utf8, 0, utf8.length, 0, 0, 0, place.offset, place.length, place.length, place.file.mtime(), place.checksum);
            }
        }
    }

    private void write() throws IOException, InterruptedException {
        Item file = ahead.remove().file();
        byte[] read = await(results.remove());
        if (read == null) {
            places.add(new Place(file, 0, -1, 0));
            return;
        }
        CRC32 crc = new CRC32();
        crc.update(read);
        places.add(new Place(file, content.length(), read.length, (int) crc.getValue()));
        zip.putNextEntry(entry(file.name(), read.length, crc.getValue(), file.mtime() / 1000));
        zip.write(read, 0, read.length);
        zip.closeEntry();
    }

    private static ZipEntry entry(String name, int size, long crc, long second) {
        ZipEntry entry = new ZipEntry(name);
        entry.setSize(size);
        entry.setCompressedSize(size);
        entry.setCrc(crc);
        // Not setTime: the JDK would look for time-zone providers, on the very class path that is being scanned.
        entry.setTimeLocal(LocalDateTime.ofEpochSecond(Math.max(FIRST_DOS_SECOND, second), 0, ZoneOffset.UTC));
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
    static void addAtOrigin(NameTable names, Item item) {
        byte[] utf8 = (item.isDirectory() ? item.name() + "/" : item.name()).getBytes(StandardCharsets.UTF_8);
        int size = (int) Math.min(Integer.MAX_VALUE, item.size());
        names.add(utf8, 0, utf8.length, 0, 0, ImageFormat.PLACE_AT_ORIGIN, 0, size, size, item.mtime(), 0);
    }
}
