package io.classcast.classpath;

import io.classcast.image.ImageEntry.ManifestPlace;
import io.classcast.image.ImageFormat;
import io.classcast.image.NameTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Copies of a jar what a profile names, and the manifest: the bytes of each entry, without header, one after the other in the
 * order in which they lie in the jar. Only they are read, and what lies between two of them where that costs less than another
 * round trip. One use, one thread.
 */
final class JarPacker {
    /** Two ranges with less between them are read in one go: a round trip costs more than this. */
    private static final int GAP = 64 << 10;
    private static final int HEADER = 30;
    private static final int LONGEST_HEADER = HEADER + 2 * 0xFFFF;
    private static final int SIGNATURE = 0x04034B50;

    private final FileChannel jar;
    private final String path;
    private final CentralDirectory directory;
    private final NameTable names;
    private final ContentFile content;
    private final ByteBuffer buffer;
    /** Where entries begin in the jar, ascending, and at last the central directory. */
    private final long[] bounds;
    /** By place, a row of each entry that is wanted. */
    private final Map<Long, Integer> wanted = new HashMap<>();
    private long bufferAt;
    private long runEnd;

    private JarPacker(FileChannel jar, String path, CentralDirectory directory, ContentFile content, ByteBuffer buffer) {
        this.jar = jar;
        this.path = path;
        this.directory = directory;
        this.content = content;
        this.buffer = buffer;
        names = directory.names;
        bounds = new long[names.count() + 1];
        for (int row = 0; row < names.count(); row++) {
            bounds[row] = names.place(row);
        }
        bounds[names.count()] = directory.at;
        Arrays.sort(bounds);
        buffer.clear().limit(0);
    }

    /**
     * Packs a jar.
     *
     * @param jar open
     * @param path of it, for messages
     * @param directory of the jar; the places of what is packed are changed
     * @param used names without trailing slash
     * @param content takes the bytes
     * @param buffer to read into
     * @return the directory with the manifest's new place; null where the jar is of a shape that has to be copied as a whole
     * @throws IOException where the jar cannot be read or the copy not be written
     */
    static CentralDirectory pack(FileChannel jar, String path, CentralDirectory directory, Set<String> used, ContentFile content,
            ByteBuffer buffer) throws IOException {
        JarPacker packer = new JarPacker(jar, path, directory, content, buffer);
        packer.choose(used);
        return packer.copy();
    }

    /** Of several entries of one name the image knows one; another would be copied in vain. */
    private void choose(Set<String> used) {
        Map<String, Integer> rows = new HashMap<>();
        for (int row = 0; row < names.count(); row++) {
            if (directory.manifest != null && names.place(row) == directory.manifest.offset()) {
                want(row);
            }
            String name = names.name(row);
            if (used.contains(name)) {
                Integer other = rows.get(name);
                if (other == null || NameTable.wins(names.bits(row), names.bits(other))) {
                    rows.put(name, row);
                }
            }
        }
        for (Integer row : rows.values()) {
            want(row);
        }
    }

    private void want(int row) {
        // Nobody reads a directory, or has to go anywhere for no bytes.
        if (names.compressedSize(row) > 0 && (names.bits(row) & ImageFormat.PLACE_DIRECTORY) == 0) {
            wanted.put(names.place(row), row);
        }
    }

    private CentralDirectory copy() throws IOException {
        long[] places = new long[wanted.size()];
        int count = 0;
        for (Long place : wanted.keySet()) {
            places[count++] = place;
        }
        Arrays.sort(places);
        Map<Long, Long> packed = new HashMap<>();
        for (int i = 0; i < count; i++) {
            if (places[i] >= runEnd) {
                runEnd = endOfRun(places, i);
            }
            int length = names.compressedSize(wanted.get(places[i]));
            long data = data(places[i]);
            if (data < 0 || data + length > end(places[i])) {
                return null;
            }
            packed.put(places[i], content.length());
            copy(data, length);
        }
        for (int row = 0; row < names.count(); row++) {
            Long at = packed.get(names.place(row));
            if (at != null && names.compressedSize(row) == names.compressedSize(wanted.get(names.place(row)))) {
                names.pack(row, at);
            }
        }
        ManifestPlace manifest = directory.manifest;
        Long at = manifest == null ? null : packed.get(manifest.offset());
        return at == null ? directory
                : directory.withManifest(new ManifestPlace(at, manifest.compressedSize(), manifest.size(), manifest.method(),
                        manifest.checksum()));
    }

    /** Where an entry ends at the latest: the next one begins, or nothing of it can be left. */
    private long end(long place) {
        int at = Arrays.binarySearch(bounds, place);
        while (at < bounds.length && bounds[at] <= place) {
            at++;
        }
        long next = at < bounds.length ? bounds[at] : place;
        return Math.min(next, place + LONGEST_HEADER + names.compressedSize(wanted.get(place)));
    }

    private long endOfRun(long[] places, int first) {
        long end = end(places[first]);
        for (int i = first + 1; i < places.length && places[i] - end < GAP; i++) {
            end = end(places[i]);
        }
        return end;
    }

    /** Where the bytes of an entry begin; -1 where there is no header. */
    private long data(long place) throws IOException {
        if (place + HEADER > runEnd) {
            return -1;
        }
        if (place < bufferAt || place + HEADER > bufferAt + buffer.limit()) {
            load(place);
        }
        int at = (int) (place - bufferAt);
        if (u16(at) != (SIGNATURE & 0xFFFF) || u16(at + 2) != SIGNATURE >>> 16) {
            return -1;
        }
        return place + HEADER + u16(at + 26) + u16(at + 28);
    }

    private int u16(int at) {
        return buffer.get(at) & 0xFF | (buffer.get(at + 1) & 0xFF) << 8;
    }

    private void copy(long from, int length) throws IOException {
        long at = from;
        long end = from + length;
        while (at < end) {
            if (at < bufferAt || at >= bufferAt + buffer.limit()) {
                load(at);
            }
            int skip = (int) (at - bufferAt);
            int part = (int) Math.min(end - at, buffer.limit() - skip);
            content.write(buffer.slice(skip, part));
            at += part;
        }
    }

    private void load(long from) throws IOException {
        buffer.clear().limit((int) Math.min(buffer.capacity(), runEnd - from));
        while (buffer.hasRemaining()) {
            if (jar.read(buffer, from + buffer.position()) < 0) {
                throw new IOException(path + " became shorter while it was read");
            }
        }
        buffer.flip();
        bufferAt = from;
    }
}
