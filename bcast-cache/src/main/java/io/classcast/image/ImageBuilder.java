package io.classcast.image;

import static io.classcast.image.ImageFormat.ENTRY_INTS;
import static io.classcast.image.ImageFormat.HEADER_BYTES;
import static io.classcast.image.ImageFormat.NAME_INTS;
import static io.classcast.image.ImageFormat.PLACE_INTS;

import io.classcast.ClasscastException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Builds the index file: merges the names of all entries, in class-path order, into one hash table. It stands on the
 * critical path of every rank, so it works on columns of numbers and makes no object per name. One thread only.
 */
public final class ImageBuilder {
    private final boolean locations;
    private final int javaFeature;
    private final long fingerprint;
    private final String launchPath;
    private final List<ImageEntry> entries = new ArrayList<>();
    private final List<NameTable> tables = new ArrayList<>();

    private byte[] strings;
    private int stringsLength;
    private int[] slots;
    private int[] names;
    private int nameCount;
    /** Places in the order of discovery; {@link #nextPlace} chains those of one name. */
    private int[] places;
    private int[] nextPlace;
    private int[] lastPlace;
    private int placeCount;
    private long inflatedLength;

    /**
     * Creates a builder.
     *
     * @param locations true where only locations are broadcast
     * @param javaFeature the Java version that multi-release names were resolved for, such as 17
     * @param fingerprint of the class path, compared by those who join a store
     * @param launchPath the launch class path in one string; empty where the JVM knows it
     */
    public ImageBuilder(boolean locations, int javaFeature, long fingerprint, String launchPath) {
        this.locations = locations;
        this.javaFeature = javaFeature;
        this.fingerprint = fingerprint;
        this.launchPath = launchPath;
    }

    /**
     * Adds the next class-path entry, or what is served beside the class path.
     *
     * @param entry what it is
     * @param table its names; null where it has none
     */
    public void add(ImageEntry entry, NameTable table) {
        entries.add(entry);
        tables.add(table);
    }

    /**
     * Builds the file.
     *
     * @return the file's bytes, from position 0 to the limit
     * @throws ClasscastException where it would be larger than 2 GiB
     */
    public ByteBuffer build() {
        int rows = 0;
        long nameBytes = 0;
        for (NameTable table : tables) {
            if (table != null) {
                rows += table.count();
                nameBytes += table.utf8Length();
            }
        }
        long upperBound = HEADER_BYTES + 4L * (rows * (4L + NAME_INTS + PLACE_INTS) + entries.size() * (long) ENTRY_INTS)
                + nameBytes;
        if (upperBound > Integer.MAX_VALUE - (64 << 20)) {
            throw new ClasscastException("the class path has " + rows + " names, more than an image of 2 GiB can hold;"
                    + " name large directories in the option dynamic");
        }
        merge(rows, (int) nameBytes);
        return write();
    }

    private void merge(int rows, int nameBytes) {
        strings = new byte[nameBytes + 256 * entries.size()];
        slots = new int[Integer.highestOneBit(Math.max(8, rows)) << 2];
        names = new int[rows * NAME_INTS];
        places = new int[rows * PLACE_INTS];
        nextPlace = new int[rows];
        lastPlace = new int[rows];
        for (int e = 0; e < tables.size(); e++) {
            NameTable table = tables.get(e);
            if (table != null) {
                for (int row = 0, n = table.count(); row < n; row++) {
                    mergeRow(e, table, row);
                }
                tables.set(e, null);
            }
        }
    }

    private void mergeRow(int entry, NameTable table, int row) {
        int hash = table.hash(row);
        int from = table.offset(row);
        int length = table.length(row);
        int mask = slots.length - 1;
        int slot = NameHash.spread(hash) & mask;
        for (int id = slots[slot] - 1; id >= 0; id = slots[slot] - 1) {
            int at = id * NAME_INTS;
            if (names[at] == hash && names[at + 2] == length && Arrays.equals(strings, names[at + 1],
                    names[at + 1] + length, table.utf8(), from, from + length)) {
                mergePlace(id, entry, table, row);
                return;
            }
            slot = slot + 1 & mask;
        }
        int id = nameCount++;
        slots[slot] = id + 1;
        int at = id * NAME_INTS;
        names[at] = hash;
        names[at + 1] = stringsLength;
        names[at + 2] = length;
        System.arraycopy(table.utf8(), from, strings, stringsLength, length);
        stringsLength += length;
        names[at + 3] = placeCount;
        names[at + 4] = 1;
        lastPlace[id] = placeCount;
        table.putPlace(row, entry, places, placeCount++ * PLACE_INTS);
    }

    /** Within one entry a name has one place. */
    private void mergePlace(int id, int entry, NameTable table, int row) {
        int last = lastPlace[id];
        if (places[last * PLACE_INTS] == entry) {
            if (NameTable.wins(table.bits(row), places[last * PLACE_INTS + 1])) {
                table.putPlace(row, entry, places, last * PLACE_INTS);
            }
            return;
        }
        names[id * NAME_INTS + 4]++;
        nextPlace[last] = placeCount;
        lastPlace[id] = placeCount;
        table.putPlace(row, entry, places, placeCount++ * PLACE_INTS);
    }

    private ByteBuffer write() {
        long contentBytes = 0;
        int[] entryInts = new int[entries.size() * ENTRY_INTS];
        for (int e = 0; e < entries.size(); e++) {
            putEntry(entries.get(e), entryInts, e * ENTRY_INTS);
            contentBytes += entries.get(e).storeLength();
        }
        int[] launch = new int[2];
        putString(launchPath, launch, 0);
        int[] sorted = sortPlaces();

        int entriesAt = HEADER_BYTES;
        int slotsAt = aligned(entriesAt + entryInts.length * 4);
        int namesAt = aligned(slotsAt + slots.length * 4);
        int placesAt = aligned(namesAt + nameCount * NAME_INTS * 4);
        int stringsAt = aligned(placesAt + sorted.length * 4);
        int length = aligned(stringsAt + stringsLength);

        ByteBuffer file = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(0, ImageFormat.MAGIC);
        file.putInt(ImageFormat.AT_VERSION, ImageFormat.VERSION);
        file.putInt(ImageFormat.AT_MODE, locations ? 1 : 0);
        file.putLong(ImageFormat.AT_LENGTH, length);
        file.putInt(ImageFormat.AT_JAVA, javaFeature);
        file.putInt(ImageFormat.AT_ENTRIES, entries.size());
        file.putInt(ImageFormat.AT_NAMES, nameCount);
        file.putInt(ImageFormat.AT_PLACES, placeCount);
        file.putInt(ImageFormat.AT_SLOTS, slots.length);
        file.putInt(ImageFormat.AT_ENTRIES_OFFSET, entriesAt);
        file.putInt(ImageFormat.AT_SLOTS_OFFSET, slotsAt);
        file.putInt(ImageFormat.AT_NAMES_OFFSET, namesAt);
        file.putInt(ImageFormat.AT_PLACES_OFFSET, placesAt);
        file.putInt(ImageFormat.AT_STRINGS_OFFSET, stringsAt);
        file.putInt(ImageFormat.AT_STRINGS_LENGTH, stringsLength);
        file.putLong(ImageFormat.AT_FINGERPRINT, fingerprint);
        file.putLong(ImageFormat.AT_CONTENT_BYTES, contentBytes);
        putInts(file, ImageFormat.AT_LAUNCH, launch, 2);
        file.putLong(ImageFormat.AT_INFLATED, inflatedLength);
        putInts(file, entriesAt, entryInts, entryInts.length);
        putInts(file, slotsAt, slots, slots.length);
        putInts(file, namesAt, names, nameCount * NAME_INTS);
        putInts(file, placesAt, sorted, sorted.length);
        file.put(stringsAt, strings, 0, stringsLength);
        file.putInt(ImageFormat.AT_CHECKSUM, Checksum.of(file));
        return file;
    }

    private void putEntry(ImageEntry entry, int[] ints, int at) {
        putString(entry.url(), ints, at);
        putString(entry.path(), ints, at + 2);
        putString(entry.storeName(), ints, at + 4);
        ints[at + 6] = entry.kind().ordinal();
        ints[at + 7] = (entry.multiRelease() ? ImageEntry.MULTI_RELEASE : 0) | (entry.viaJarFile() ? ImageEntry.VIA_JAR_FILE : 0)
                | (entry.packed() ? ImageEntry.PACKED : 0);
        putLong(entry.size(), ints, at + 8);
        putLong(entry.mtime(), ints, at + 10);
        putLong(entry.storeLength(), ints, at + 12);
        ints[at + 14] = entry.checksum();
        ints[at + 15] = entry.content();
        ImageEntry.ManifestPlace manifest = entry.manifest();
        ints[at + 20] = -1;
        if (manifest != null) {
            putLong(manifest.offset(), ints, at + 16);
            ints[at + 18] = manifest.compressedSize();
            ints[at + 19] = manifest.size();
            ints[at + 20] = manifest.method();
            ints[at + 21] = manifest.checksum();
        }
        putLong(entry.stamp(), ints, at + 22);
    }

    private void putString(String string, int[] ints, int at) {
        byte[] utf8 = string.getBytes(StandardCharsets.UTF_8);
        if (stringsLength + utf8.length > strings.length) {
            strings = Arrays.copyOf(strings, (stringsLength + utf8.length) * 2);
        }
        System.arraycopy(utf8, 0, strings, stringsLength, utf8.length);
        ints[at] = stringsLength;
        ints[at + 1] = utf8.length;
        stringsLength += utf8.length;
    }

    private static void putLong(long value, int[] ints, int at) {
        ints[at] = (int) value;
        ints[at + 1] = (int) (value >>> 32);
    }

    /** Brings the places of each name side by side; the chains already are in class-path order. Gives each class its room. */
    private int[] sortPlaces() {
        inflatedLength = aligned(placeCount);
        int[] sorted = new int[placeCount * PLACE_INTS];
        int to = 0;
        for (int id = 0; id < nameCount; id++) {
            int at = id * NAME_INTS;
            int place = names[at + 3];
            names[at + 3] = to;
            giveRoom(at, place * PLACE_INTS);
            for (int k = names[at + 4]; k > 0; k--) {
                System.arraycopy(places, place * PLACE_INTS, sorted, to++ * PLACE_INTS, PLACE_INTS);
                place = nextPlace[place];
            }
        }
        return sorted;
    }

    /** Of the places of a class only the first is defined. What lies beyond one mapping is inflated by each rank. */
    private void giveRoom(int name, int place) {
        boolean deflated = (places[place + 1] >>> 8 & 0xFF) != 0;
        if (deflated && endsWithClass(names[name + 1], names[name + 2])) {
            long end = inflatedLength + places[place + 5];
            if (end < Integer.MAX_VALUE - 8) {
                putLong(inflatedLength, places, place + 6);
                inflatedLength = aligned((int) end);
            }
        }
    }

    private boolean endsWithClass(int from, int length) {
        int end = from + length;
        return length > 6 && strings[end - 6] == '.' && strings[end - 5] == 'c' && strings[end - 4] == 'l' && strings[end - 3] == 'a'
                && strings[end - 2] == 's' && strings[end - 1] == 's';
    }

    private static void putInts(ByteBuffer file, int at, int[] ints, int count) {
        file.slice(at, count * 4).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().put(ints, 0, count);
    }

    private static int aligned(int offset) {
        return offset + 7 & ~7;
    }
}
