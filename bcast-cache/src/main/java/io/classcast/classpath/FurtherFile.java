package io.classcast.classpath;

import io.classcast.ClasscastException;
import io.classcast.image.EntryKind;
import io.classcast.image.ImageEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * Reads one file that is served beside the class path. It stays without content where it cannot be read, is too large to be
 * mapped, or is a native library that may look for where it was loaded from ({@link NativeLibrary#placeSearch}): that one
 * finds its neighbours from there only.
 */
final class FurtherFile implements Callable<ImageEntry> {
    private final String path;
    private final String real;
    private final ScanOptions options;
    /** Directory for the copy; null where none is wanted. */
    private final Path store;
    private final int number;
    private final boolean library;
    private String problem;
    private NativeLibrary linked;

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

    /** What a native library says of itself and others; null of other files, and where no copy is wanted. After the call. */
    NativeLibrary linked() {
        return linked;
    }

    /** Whether it is a native library of one of these names. */
    boolean isOneOf(Set<String> libraries) {
        return linked != null && (libraries.contains(linked.name()) || libraries.contains(path.substring(path.lastIndexOf('/') + 1)));
    }

    /** What it is where its bytes are not wanted after all. After the call. */
    ImageEntry withoutContent(ImageEntry read) throws IOException {
        if (read.content() < 0) {
            return read;
        }
        ContentFile.delete(store, read.storeName());
        return without(path, real, EntryKind.FILE, read.size(), read.mtime()).withStamp(read.stamp());
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

    /** Whether it may look for where it was loaded from. What is no library the linker refuses by the path that it is given. */
    private boolean copy(FileChannel original, ContentFile content, long expected) throws IOException {
        ByteBuffer buffer = ThreadBuffer.get(expected);
        long left = expected;
        WordSearch search = null;
        while (left > 0) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), left));
            int got = original.read(buffer);
            if (got < 0) {
                throw new ClasscastException(path + " became shorter while it was read (" + (expected - left) + " of " + expected
                        + " bytes)");
            }
            buffer.flip();
            if (left == expected && NativeLibrary.is(buffer)) {
                search = NativeLibrary.placeSearch();
            }
            left -= got;
            if (search != null) {
                search.look(buffer);
            }
            content.write(buffer);
        }
        if (search == null) {
            return library;
        }
        try {
            linked = NativeLibrary.read(content.bytes());
        } catch (IOException e) {
            // The dynamic linker may take it all the same, or says what is wrong, with its path.
            return true;
        }
        return search.found();
    }

    /** An entry whose bytes stay where they are; {@code real} is its path without links, empty where that is the same. */
    static ImageEntry without(String path, String real, EntryKind kind, long size, long mtime) {
        return new ImageEntry(real, path, "", kind, false, false, false, size, mtime, 0, 0, -1, null, FileStamp.UNKNOWN);
    }
}
