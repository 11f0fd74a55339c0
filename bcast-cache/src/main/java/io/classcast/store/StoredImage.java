package io.classcast.store;

import io.classcast.ClasscastException;
import io.classcast.image.EntryKind;
import io.classcast.image.Image;
import io.classcast.image.ImageEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A store's files, mapped read-only: all ranks of a node share the pages. Everything is mapped at once, so a store that is
 * removed while the job runs does no harm. Immutable, safe for all threads.
 */
public final class StoredImage {
    private final Path directory;
    private final Image image;
    private final ByteBuffer[] contents;
    private final InflatedClasses inflated;

    private StoredImage(Path directory, Image image, ByteBuffer[] contents, InflatedClasses inflated) {
        this.directory = directory;
        this.image = image;
        this.contents = contents;
        this.inflated = inflated;
    }

    /**
     * Maps a store.
     *
     * @param directory of the store
     * @return its image and contents
     * @throws ClasscastException where a file is missing, cut off or damaged
     */
    public static StoredImage open(Path directory) {
        return open(directory, false);
    }

    /**
     * Maps a store that this JVM has just made, and joins its small files for all JVMs of the node.
     *
     * @param directory of the store
     * @return its image and contents
     * @throws ClasscastException where a file is missing, cut off or damaged
     */
    public static StoredImage openFirst(Path directory) {
        return open(directory, true);
    }

    private static StoredImage open(Path directory, boolean first) {
        Image image = Image.open(map(directory.resolve(NodeStore.INDEX), -1));
        ImageEntry[] entries = new ImageEntry[image.entryCount()];
        for (int e = 0; e < entries.length; e++) {
            entries[e] = image.entry(e);
        }
        if (first) {
            SmallContents.create(directory, entries);
        }
        SmallContents small = SmallContents.open(directory, entries);
        ByteBuffer[] contents = new ByteBuffer[entries.length];
        for (int e = 0; e < contents.length; e++) {
            ImageEntry entry = entries[e];
            if (entry.content() >= 0 && entry.kind() != EntryKind.FILE) {
                Path file = directory.resolve(entry.storeName());
                contents[e] = small == null ? null : small.content(e, (int) entry.storeLength());
                if (contents[e] == null) {
                    contents[e] = map(file, entry.storeLength());
                } else if (file.toFile().length() != entry.storeLength()) {
                    // It is still opened as a jar, where somebody asks for one.
                    throw NodeStore.failure("cannot use " + file, new IOException("it is missing or cut off"));
                }
            }
        }
        return new StoredImage(directory, image, contents, null);
    }

    /**
     * The same, where classes are inflated once for all JVMs of the node.
     *
     * @param first this JVM makes the file that they share
     * @param adds others gain from what this JVM inflates
     * @return as this one where the store has no room for that file
     */
    public StoredImage sharingClasses(boolean first, boolean adds) {
        if (image.locations()) {
            return this;
        }
        if (first) {
            InflatedClasses.create(directory, image);
        }
        return new StoredImage(directory, image, contents, InflatedClasses.open(directory, image, adds));
    }

    /**
     * An image whose bytes stay at the originals.
     *
     * @param image of locations
     * @return without a directory
     */
    public static StoredImage ofLocations(Image image) {
        return new StoredImage(null, image, new ByteBuffer[image.entryCount()], null);
    }

    private static ByteBuffer map(Path file, long expected) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (expected >= 0 && size != expected) {
                throw new IOException(size + " of " + expected + " bytes");
            }
            if (size == 0) {
                return ByteBuffer.allocate(0);
            }
            return FileMapping.map(channel, FileChannel.MapMode.READ_ONLY, 0, size).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw NodeStore.failure("cannot map " + file, e);
        }
    }

    /**
     * The index.
     *
     * @return the image
     */
    public Image image() {
        return image;
    }

    /**
     * Where the copies are.
     *
     * @return the store's directory, or null where nothing was copied
     */
    public String directory() {
        return directory == null ? null : directory.toString();
    }

    /**
     * The bytes of an entry.
     *
     * @param entry number of a class-path entry
     * @return read-only, little-endian, from 0 to its length; null where nothing was copied, and beside the class path
     */
    public ByteBuffer content(int entry) {
        return contents[entry];
    }

    /**
     * Whether the store has parts of the jars only.
     *
     * @return true where a profile tells what is used
     */
    public boolean isByProfile() {
        for (int e = 0; e < contents.length && !image.locations(); e++) {
            ImageEntry entry = image.entry(e);
            if (entry.kind() == EntryKind.JAR && (entry.packed() || entry.content() < 0)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The classes that are inflated once for all.
     *
     * @return null where each JVM inflates for itself
     */
    public InflatedClasses inflated() {
        return inflated;
    }

    /**
     * The file that holds an entry's copy.
     *
     * @param entry of the class path
     * @return the file, or null where nothing was copied, or not all of it
     */
    public Path file(ImageEntry entry) {
        return entry.content() < 0 || entry.packed() ? null : directory.resolve(entry.storeName());
    }
}
