package io.classcast.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Maps files. The JDK makes its mapped buffers by reflection ({@code sun.nio.ch.Util.newMappedByteBuffer}), and from JDK 18 on reflection
 * generates some twenty classes for the first of them: 30 ms of a processor before main. Who knows a shorter way may {@link #use} it.
 * Thread-safe.
 */
public abstract class FileMapping {
    private static final FileMapping OF_JDK = new FileMapping() {
        @Override
        protected ByteBuffer mapped(FileChannel channel, FileChannel.MapMode mode, long from, long length) throws IOException {
            return channel.map(mode, from, length);
        }
    };
    private static volatile FileMapping current = OF_JDK;

    /**
     * Maps a part of a file.
     *
     * @param channel the file, open
     * @param mode of access
     * @param from first byte
     * @param length bytes, less than 2 GiB
     * @return big-endian, mapped as long as it is reachable
     * @throws IOException where that fails
     */
    public static ByteBuffer map(FileChannel channel, FileChannel.MapMode mode, long from, long length) throws IOException {
        return current.mapped(channel, mode, from, length);
    }

    /**
     * From now on files are mapped so.
     *
     * @param mapping for the whole process
     */
    public static void use(FileMapping mapping) {
        current = mapping;
    }

    /** From now on files are mapped as the JDK does it. */
    public static void useJdk() {
        current = OF_JDK;
    }

    /**
     * Maps, as {@link #map} says.
     *
     * @param channel the file, open
     * @param mode of access
     * @param from first byte
     * @param length bytes
     * @return the buffer
     * @throws IOException where that fails
     */
    protected abstract ByteBuffer mapped(FileChannel channel, FileChannel.MapMode mode, long from, long length) throws IOException;
}
