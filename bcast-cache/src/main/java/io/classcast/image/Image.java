package io.classcast.image;

import static io.classcast.image.ImageFormat.ENTRY_INTS;
import static io.classcast.image.ImageFormat.PLACE_INTS;

import io.classcast.ClasscastException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads an index file where it lies: nothing of it is copied to the heap, so the heap which a rank needs does not depend on
 * the number of names. A lookup is one probe of the hash table and allocates nothing. Immutable, safe for all threads.
 */
public final class Image {
    /** What a lookup returns for a name that is on no entry of the image. */
    public static final int ABSENT = -1;

    /** Of two sizes that are read as one number. */
    private static final long SIZES_SIGNS = 1L << 63 | 1L << 31;

    private final ByteBuffer file;
    private final IndexStrings strings;
    private final IndexNames names;
    private final int entryCount;
    private final int placeCount;
    private final int entriesAt;
    private final int placesAt;
    /** Those that were asked for. */
    private final ImageEntry[] entries;

    private Image(ByteBuffer file) {
        this.file = file;
        strings = new IndexStrings(file);
        names = new IndexNames(file, strings);
        entryCount = file.getInt(ImageFormat.AT_ENTRIES);
        placeCount = file.getInt(ImageFormat.AT_PLACES);
        entriesAt = file.getInt(ImageFormat.AT_ENTRIES_OFFSET);
        placesAt = file.getInt(ImageFormat.AT_PLACES_OFFSET);
        entries = new ImageEntry[entryCount];
    }

    /**
     * Opens an index.
     *
     * @param bytes the whole file, from position to limit; kept, and must not change
     * @return the image
     * @throws ClasscastException where the bytes are not an index of this version, or are damaged
     */
    public static Image open(ByteBuffer bytes) {
        ByteBuffer file = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        IndexCheck.check(file);
        return new Image(file);
    }

    /**
     * Tells what was broadcast.
     *
     * @return true where the image holds locations only
     */
    public boolean locations() {
        return file.getInt(ImageFormat.AT_MODE) == 1;
    }

    /**
     * The Java version that multi-release names were resolved for.
     *
     * @return a feature version such as 17
     */
    public int javaFeature() {
        return file.getInt(ImageFormat.AT_JAVA);
    }

    /**
     * The fingerprint of the class path.
     *
     * @return as given to the builder
     */
    public long fingerprint() {
        return file.getLong(ImageFormat.AT_FINGERPRINT);
    }

    /**
     * Bytes of content, all entries together.
     *
     * @return bytes in the store, without the index
     */
    public long contentBytes() {
        return file.getLong(ImageFormat.AT_CONTENT_BYTES);
    }

    /**
     * Bytes of the index.
     *
     * @return bytes
     */
    public long indexBytes() {
        return file.limit();
    }

    /**
     * The launch class path, where it was kept off the JVM's command line.
     *
     * @return as given to the builder, or empty
     */
    public String launchPath() {
        return strings.get(ImageFormat.AT_LAUNCH);
    }

    /**
     * The number of entries.
     *
     * @return those of the class path, missing ones included, and those beside it
     */
    public int entryCount() {
        return entryCount;
    }

    /**
     * The number of distinct names.
     *
     * @return names of classes, resources and directories
     */
    public int nameCount() {
        return file.getInt(ImageFormat.AT_NAMES);
    }

    /**
     * The number of places, all names together.
     *
     * @return at least the number of names
     */
    public int placeCount() {
        return placeCount;
    }

    /**
     * One entry of the class path. Made when it is first asked for; not for the hot path.
     *
     * @param number from 0, in class-path order
     * @return the entry
     */
    public ImageEntry entry(int number) {
        ImageEntry entry = entries[number];
        if (entry == null) {
            // Two threads may both make it, and it does not matter whose is kept.
            entry = read(number);
            entries[number] = entry;
        }
        return entry;
    }

    private ImageEntry read(int number) {
        int at = entriesAt + number * ENTRY_INTS * 4;
        int flags = file.getInt(at + 28);
        int method = file.getInt(at + 80);
        ImageEntry.ManifestPlace manifest = method < 0 ? null : new ImageEntry.ManifestPlace(file.getLong(at + 64),
                file.getInt(at + 72), file.getInt(at + 76), method, file.getInt(at + 84));
        return new ImageEntry(strings.get(at), strings.get(at + 8), strings.get(at + 16), EntryKind.of(file.getInt(at + 24)),
                (flags & ImageEntry.MULTI_RELEASE) != 0, (flags & ImageEntry.VIA_JAR_FILE) != 0, (flags & ImageEntry.PACKED) != 0, file.getLong(at + 32),
                file.getLong(at + 40), file.getLong(at + 48), file.getInt(at + 56), file.getInt(at + 60), manifest,
                file.getLong(at + 88));
    }

    /**
     * Looks a class up.
     *
     * @param binaryName such as {@code java.lang.String}
     * @return the number of its name, or {@link #ABSENT}
     */
    public int findClass(String binaryName) {
        return sound(names.findClass(binaryName));
    }

    /**
     * Looks a resource up, or a directory.
     *
     * @param name without trailing slash
     * @return the number of the name, or {@link #ABSENT}
     */
    public int find(String name) {
        return sound(names.find(name));
    }

    /** A name that was found: its places are places, of entries. (As few reads as can be: each is a dozen methods that the JIT compiler inlines.) */
    private int sound(int id) {
        if (id == ABSENT) {
            return ABSENT;
        }
        long places = names.places(id);
        int first = (int) places;
        int count = (int) (places >>> 32);
        boolean ok = first >= 0 && count > 0 && count <= entryCount && first <= placeCount - count;
        for (int place = first; ok && place < first + count; place++) {
            int entry = entryOf(place);
            ok = entry >= 0 && entry < entryCount && (file.getLong(placeAt(place) + 16) & SIZES_SIGNS) == 0;
        }
        if (!ok) {
            throw IndexCheck.damaged("name " + id);
        }
        return id;
    }

    /**
     * The name itself. Makes a string; not for the hot path.
     *
     * @param id from a lookup
     * @return the name, without trailing slash
     */
    public String name(int id) {
        return names.name(id);
    }

    /**
     * The first place of a name on the class path.
     *
     * @param id from a lookup
     * @return the number of a place; the later ones follow it
     */
    public int firstPlace(int id) {
        return (int) names.places(id);
    }

    /**
     * How many entries hold a name.
     *
     * @param id from a lookup
     * @return at least 1
     */
    public int placeCount(int id) {
        return (int) (names.places(id) >>> 32);
    }

    private int placeAt(int place) {
        return placesAt + place * (PLACE_INTS * 4);
    }

    /**
     * The entry that holds a place.
     *
     * @param place number of a place
     * @return number of the entry
     */
    public int entryOf(int place) {
        return file.getInt(placeAt(place));
    }

    /**
     * Flags of a place.
     *
     * @param place number of a place
     * @return {@code PLACE_*} of {@link ImageFormat}
     */
    public int flags(int place) {
        return file.get(placeAt(place) + 4) & 0xFF;
    }

    /**
     * How the bytes are compressed.
     *
     * @param place number of a place
     * @return 0 stored, 8 deflated
     */
    public int method(int place) {
        return file.get(placeAt(place) + 5) & 0xFF;
    }

    /**
     * Flags and method at once.
     *
     * @param place number of a place
     * @return flags in the lower eight bits, the method in the next eight
     */
    public int form(int place) {
        return file.getShort(placeAt(place) + 4) & 0xFFFF;
    }

    /**
     * The multi-release version that the place stands under.
     *
     * @param place number of a place
     * @return 0 for the base, else at least 9
     */
    public int version(int place) {
        return file.getShort(placeAt(place) + 6) & 0xFFFF;
    }

    /**
     * Where the local file header is, or of a packed place the bytes.
     *
     * @param place number of a place
     * @return offset in the entry's jar, or in its packed content, bytes
     */
    public long offset(int place) {
        return file.getLong(placeAt(place) + 8);
    }

    /**
     * The size in the jar.
     *
     * @param place number of a place
     * @return bytes
     */
    public int compressedSize(int place) {
        return file.getInt(placeAt(place) + 16);
    }

    /**
     * The size when inflated.
     *
     * @param place number of a place
     * @return bytes
     */
    public int size(int place) {
        return file.getInt(placeAt(place) + 20);
    }

    /**
     * What the bytes have to be when inflated. A jar may have a wrong one, and nobody minds: then the original decides.
     *
     * @param place number of a place; not one whose bytes are at the original
     * @return CRC-32
     */
    public int checksum(int place) {
        return file.getInt(placeAt(place) + 32);
    }

    /**
     * Last modification of a file from a directory.
     *
     * @param place number of a place
     * @return milliseconds since 1970; 0 where the entry's own counts
     */
    public long time(int place) {
        return method(place) == 0 ? file.getLong(placeAt(place) + 24) : 0;
    }

    /**
     * The room of a deflated class in the store's file of inflated classes.
     *
     * @param place number of a place, deflated
     * @return offset in that file; 0 where it has none
     */
    public long inflatedAt(int place) {
        return file.getLong(placeAt(place) + 24);
    }

    /**
     * How long the file of inflated classes is: a byte for each place, then the classes.
     *
     * @return bytes, less than 2 GiB
     */
    public long inflatedLength() {
        return file.getLong(ImageFormat.AT_INFLATED);
    }
}
