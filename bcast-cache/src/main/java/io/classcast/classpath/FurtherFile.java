package io.classcast.classpath;

import io.classcast.ClasscastException;
import io.classcast.image.EntryKind;
import io.classcast.image.ImageEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.Callable;

/**
 * Reads one file that is served beside the class path. It stays without content where it cannot be read, is too large to be
 * mapped, or is a native library that names its own directory ({@code $ORIGIN}, ld.so(8)): that one finds its neighbours from
 * there only.
 */
final class FurtherFile implements Callable<ImageEntry> {
    private static final byte[] ORIGIN = "$ORIGIN".getBytes(StandardCharsets.US_ASCII);

    private final String path;
    private final String real;
    private final ScanOptions options;
    /** Directory for the copy; null where none is wanted. */
    private final Path store;
    private final int number;
    private final boolean library;
    private String problem;

    /**
     * A file to read.
     *
     * @param path as it will be asked for
     * @param real the same without links
     * @param copy its bytes are wanted, not only its being there
     * @param options where to, and how exactly it is looked at
     * @param number of the content file
     * @param library a native library
     */
    FurtherFile(String path, String real, boolean copy, ScanOptions options, int number, boolean library) {
        this.path = path;
        this.real = real.equals(path) ? "" : real;
        this.options = options;
        store = copy ? options.content() : null;
        this.number = number;
        this.library = library;
    }

    /** One line for the user, or null; after the call. */
    String problem() {
        return problem;
    }

    @Override
    public ImageEntry call() {
        Path file = Path.of(path);
        long stamp = stamp(options, file);
        return read(file).withStamp(stamp);
    }

    /** As a later look compares it; of a file that is looked at before it is read. */
    static long stamp(ScanOptions options, Path file) {
        if (!options.stamped()) {
            return FileStamp.UNKNOWN;
        }
        try {
            return FileStamp.settled(new EntryFile(file, null)).value();
        } catch (IOException e) {
            return FileStamp.ABSENT;
        }
    }

    private ImageEntry read(Path file) {
        try (FileChannel original = FileChannel.open(file, StandardOpenOption.READ)) {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            long size = attributes.size();
            if (store == null || size > Integer.MAX_VALUE - ThreadBuffer.LONGEST || !attributes.isRegularFile()) {
                return without(path, real, EntryKind.FILE, size, attributes.lastModifiedTime().toMillis());
            }
            try (ContentFile content = ContentFile.create(store, number, path)) {
                boolean tied = copy(original, content, size);
                if (tied) {
                    ContentFile.delete(store, content.name());
                    return without(path, real, EntryKind.FILE, size, attributes.lastModifiedTime().toMillis());
                }
                return new ImageEntry(real, path, content.name(), EntryKind.FILE, false, false, false, size,
                        attributes.lastModifiedTime().toMillis(), content.length(), content.checksum(), number, null, FileStamp.UNKNOWN);
            }
        } catch (IOException e) {
            problem = (library ? "library " : "included ") + path + " cannot be copied (" + JarScanner.reason(e)
                    + "); it is used where it is";
            return without(path, real, EntryKind.FILE, 0, 0);
        }
    }

    private boolean copy(FileChannel original, ContentFile content, long expected) throws IOException {
        ByteBuffer buffer = ThreadBuffer.get(expected);
        long left = expected;
        boolean tied = false;
        int matched = 0;
        while (left > 0) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), left));
            int got = original.read(buffer);
            if (got < 0) {
                throw new ClasscastException(path + " became shorter while it was read (" + (expected - left) + " of " + expected
                        + " bytes)");
            }
            left -= got;
            for (int i = 0; library && i < got && matched < ORIGIN.length; i++) {
                byte b = buffer.get(i);
                matched = b == ORIGIN[matched] ? matched + 1 : b == ORIGIN[0] ? 1 : 0;
            }
            tied = matched == ORIGIN.length;
            content.write(buffer.flip());
        }
        return tied;
    }

    /** An entry whose bytes stay where they are; {@code real} is its path without links, empty where that is the same. */
    static ImageEntry without(String path, String real, EntryKind kind, long size, long mtime) {
        return new ImageEntry(real, path, "", kind, false, false, false, size, mtime, 0, 0, -1, null, FileStamp.UNKNOWN);
    }
}
