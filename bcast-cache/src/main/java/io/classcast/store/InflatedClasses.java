package io.classcast.store;

import io.classcast.NativeMemory;
import io.classcast.PrivateFiles;
import io.classcast.image.Image;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The classes that some JVM of this node has inflated already, so that each is inflated once per node and not once per rank.
 * One sparse file in the store, mapped by all: a byte for each place of the image, which says that the class is there, then
 * the room of each class, as the image has laid it out. Only what is used takes memory. Two JVMs that inflate the same class
 * write the same bytes to the same room, so nobody waits for anybody. Safe for all threads.
 */
public final class InflatedClasses {
    /** Name of the file in a store. */
    static final String FILE = "classes";

    private final Image image;
    private final ByteBuffer there;
    private final ByteBuffer classes;
    /** Null where this JVM adds nothing, or cannot any more. */
    private volatile FileChannel output;

    private InflatedClasses(Image image, ByteBuffer there, ByteBuffer classes, FileChannel output) {
        this.image = image;
        this.there = there;
        this.classes = classes;
        this.output = output;
    }

    /**
     * Makes the file, empty. Where there is no room the store goes without: each rank inflates for itself.
     *
     * @param directory of a store that is being made
     * @param image of the store
     */
    static void create(Path directory, Image image) {
        long length = image.inflatedLength();
        if (length <= image.placeCount()) {
            return;
        }
        Path file = directory.resolve(FILE);
        try (FileChannel channel = PrivateFiles.create(file)) {
            // The marks are written into through a mapping, so their pages must have room: a full file system would be a SIGBUS.
            NativeMemory.write(channel, ByteBuffer.allocate(image.placeCount()));
            channel.position(length - 1);
            NativeMemory.write(channel, ByteBuffer.allocate(1));
        } catch (IOException e) {
            file.toFile().delete();
        }
    }

    /**
     * Maps the file.
     *
     * @param directory of a store
     * @param image of the store
     * @param adds whether other JVMs gain from what this one inflates
     * @return null where the store has no such file
     */
    static InflatedClasses open(Path directory, Image image, boolean adds) {
        Path file = directory.resolve(FILE);
        if (!file.toFile().isFile()) {
            return null;
        }
        FileChannel channel = null;
        boolean kept = false;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (channel.size() != image.inflatedLength()) {
                return null;
            }
            ByteBuffer there = FileMapping.map(channel, FileChannel.MapMode.READ_WRITE, 0, image.placeCount());
            ByteBuffer classes = FileMapping.map(channel, FileChannel.MapMode.READ_ONLY, 0, image.inflatedLength());
            kept = adds;
            return new InflatedClasses(image, there, classes, adds ? channel : null);
        } catch (IOException e) {
            return null;
        } finally {
            if (channel != null && !kept) {
                closeQuietly(channel);
            }
        }
    }

    /**
     * The bytes of a class.
     *
     * @param place of the class, deflated in its jar
     * @return read-only, from 0 to the limit; null where nobody has inflated it yet
     */
    public ByteBuffer get(int place) {
        if (there.get(place) == 0) {
            return null;
        }
        // What was written before the mark is seen after it.
        VarHandle.acquireFence();
        return classes.slice((int) image.inflatedAt(place), image.size(place));
    }

    /**
     * Gives a class to the others of this node, where that can be done at once. Whatever goes wrong, they inflate it themselves.
     *
     * @param place of the class
     * @param bytes from position to limit; neither is changed
     */
    public void put(int place, ByteBuffer bytes) {
        FileChannel to = output;
        long at = image.inflatedAt(place);
        // A channel that is written to by an interrupted thread is closed for all (InterruptibleChannel).
        if (to == null || at == 0 || there.get(place) != 0 || Thread.currentThread().isInterrupted()) {
            return;
        }
        try {
            NativeMemory.write(to, bytes, at);
            VarHandle.releaseFence();
            there.put(place, (byte) 1);
        } catch (IOException | OutOfMemoryError e) {
            output = null;
            closeQuietly(to);
        }
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // Nothing depends on it.
        }
    }
}
