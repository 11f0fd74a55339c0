package io.classcast.image;

import static io.classcast.image.ImageFormat.ENTRY_INTS;
import static io.classcast.image.ImageFormat.HEADER_BYTES;
import static io.classcast.image.ImageFormat.NAME_INTS;
import static io.classcast.image.ImageFormat.PLACE_INTS;

import io.classcast.ClasscastException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads an index file where it lies: nothing of it is copied to the heap, so the heap which a rank needs does not depend on
 * the number of names. A lookup is one probe of the hash table and allocates nothing. Immutable, safe for all threads.
 */
public final class Image {
    /** What a lookup returns for a name that is on no entry of the image. */
    public static final int ABSENT = -1;

    private final ByteBuffer file;
    private final int slotMask;
    private final int entriesAt;
    private final int slotsAt;
    private final int namesAt;
    private final int placesAt;
    private final int stringsAt;

    private Image(ByteBuffer file) {
        this.file = file;
        slotMask = file.getInt(ImageFormat.AT_SLOTS) - 1;
        entriesAt = file.getInt(ImageFormat.AT_ENTRIES_OFFSET);
        slotsAt = file.getInt(ImageFormat.AT_SLOTS_OFFSET);
        namesAt = file.getInt(ImageFormat.AT_NAMES_OFFSET);
        placesAt = file.getInt(ImageFormat.AT_PLACES_OFFSET);
        stringsAt = file.getInt(ImageFormat.AT_STRINGS_OFFSET);
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
        int length = file.limit();
        if (length < HEADER_BYTES || file.getLong(0) != ImageFormat.MAGIC) {
            throw new ClasscastException("not a Classcast index (" + length + " bytes)");
        }
        if (file.getInt(ImageFormat.AT_VERSION) != ImageFormat.VERSION) {
            throw new ClasscastException("index format " + file.getInt(ImageFormat.AT_VERSION) + ", this agent reads "
                    + ImageFormat.VERSION + "; use the same agent jar on all ranks");
        }
        if (file.getLong(ImageFormat.AT_LENGTH) != length) {
            throw new ClasscastException("index is cut off: " + length + " of " + file.getLong(ImageFormat.AT_LENGTH)
                    + " bytes");
        }
        if (checksum(file) != file.getInt(ImageFormat.AT_CHECKSUM)) {
            throw damaged("wrong checksum");
        }
        Image image = new Image(file);
        image.checkSections(length);
        return image;
    }

    private static int checksum(ByteBuffer file) {
        java.util.zip.CRC32 crc = new java.util.zip.CRC32();
        crc.update(file.slice(0, ImageFormat.AT_CHECKSUM));
        crc.update(new byte[4], 0, 4);
        crc.update(file.slice(ImageFormat.AT_CHECKSUM + 4, file.limit() - ImageFormat.AT_CHECKSUM - 4));
        return (int) crc.getValue();
    }

    private void checkSections(int length) {
        int slots = slotMask + 1;
        boolean ok = Integer.bitCount(slots) == 1 && slots > nameCount()
                && fits(entriesAt, entryCount(), ENTRY_INTS * 4L, length)
                && fits(slotsAt, slots, 4, length)
                && fits(namesAt, nameCount(), NAME_INTS * 4L, length)
                && fits(placesAt, placeCount(), PLACE_INTS * 4L, length)
                && fits(stringsAt + file.getInt(ImageFormat.AT_LAUNCH), file.getInt(ImageFormat.AT_LAUNCH + 4), 1, length)
                && fits(stringsAt, file.getInt(ImageFormat.AT_STRINGS_LENGTH), 1, length);
        if (!ok) {
            throw damaged("a section does not fit the file");
        }
        for (int at = entriesAt, e = entryCount(); e > 0; e--, at += ENTRY_INTS * 4) {
            int kind = file.getInt(at + 24);
            if (!isString(at) || !isString(at + 8) || !isString(at + 16) || kind < 0 || kind >= EntryKind.COUNT
                    || file.getLong(at + 48) < 0 || leadsAway(at + 16)) {
                throw damaged("entry " + (entryCount() - e));
            }
        }
    }

    private boolean isString(int at) {
        int length = file.getInt(at + 4);
        int offset = file.getInt(at);
        return length >= 0 && offset >= 0 && offset <= file.limit() - stringsAt - length;
    }

    /** The name of a file in the store holds no slash, so it is in the store. */
    private boolean leadsAway(int at) {
        int from = stringsAt + file.getInt(at);
        for (int i = from; i < from + file.getInt(at + 4); i++) {
            if (file.get(i) == '/') {
                return true;
            }
        }
        return false;
    }

    private static ClasscastException damaged(String what) {
        return new ClasscastException("index is damaged: " + what);
    }

    private static boolean fits(int offset, int count, long bytesEach, int length) {
        return offset >= HEADER_BYTES && count >= 0 && offset + count * bytesEach <= length;
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
        return string(ImageFormat.AT_LAUNCH);
    }

    /**
     * The number of entries.
     *
     * @return those of the class path, missing ones included, and those beside it
     */
    public int entryCount() {
        return file.getInt(ImageFormat.AT_ENTRIES);
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
        return file.getInt(ImageFormat.AT_PLACES);
    }

    /**
     * Reads one entry of the class path. Makes objects; not for the hot path.
     *
     * @param number from 0, in class-path order
     * @return the entry
     */
    public ImageEntry entry(int number) {
        int at = entriesAt + number * ENTRY_INTS * 4;
        int flags = file.getInt(at + 28);
        int method = file.getInt(at + 80);
        ImageEntry.ManifestPlace manifest = method < 0 ? null : new ImageEntry.ManifestPlace(file.getLong(at + 64),
                file.getInt(at + 72), file.getInt(at + 76), method, file.getInt(at + 84));
        return new ImageEntry(string(at), string(at + 8), string(at + 16), EntryKind.of(file.getInt(at + 24)),
                (flags & ImageEntry.MULTI_RELEASE) != 0, (flags & ImageEntry.VIA_JAR_FILE) != 0, (flags & ImageEntry.PACKED) != 0, file.getLong(at + 32),
                file.getLong(at + 40), file.getLong(at + 48), file.getInt(at + 56), file.getInt(at + 60), manifest);
    }

    /**
     * Looks a class up.
     *
     * @param binaryName such as {@code java.lang.String}
     * @return the number of its name, or {@link #ABSENT}
     */
    public int findClass(String binaryName) {
        int hash = NameHash.ofClass(binaryName);
        int first = NameHash.spread(hash) & slotMask;
        int slot = first;
        for (int id = slotAt(slot); id >= 0; id = slotAt(slot)) {
            if (file.getInt(nameAt(id)) == hash && isClass(id, binaryName)) {
                return sound(id);
            }
            slot = next(slot, first);
        }
        return ABSENT;
    }

    /**
     * Looks a resource up, or a directory.
     *
     * @param name without trailing slash
     * @return the number of the name, or {@link #ABSENT}
     */
    public int find(String name) {
        int hash = NameHash.ofName(name);
        int first = NameHash.spread(hash) & slotMask;
        int slot = first;
        for (int id = slotAt(slot); id >= 0; id = slotAt(slot)) {
            if (file.getInt(nameAt(id)) == hash && isName(id, name)) {
                return sound(id);
            }
            slot = next(slot, first);
        }
        return ABSENT;
    }

    /** The number of the name in a slot, or less than 0; checked here, where it costs nothing, and not at the start. */
    private int slotAt(int slot) {
        int id = file.getInt(slotsAt + slot * 4) - 1;
        if (id >= nameCount()) {
            throw damaged("slot " + slot);
        }
        return id;
    }

    private int next(int slot, int first) {
        int next = slot + 1 & slotMask;
        if (next == first) {
            throw damaged("no slot is empty");
        }
        return next;
    }

    /** A name that was found: its places are places, of entries. */
    private int sound(int id) {
        int first = firstPlace(id);
        int count = placeCount(id);
        boolean ok = first >= 0 && count > 0 && count <= entryCount() && first <= placeCount() - count;
        for (int place = first; ok && place < first + count; place++) {
            int entry = entryOf(place);
            ok = entry >= 0 && entry < entryCount() && compressedSize(place) >= 0 && size(place) >= 0;
        }
        if (!ok) {
            throw damaged("name " + id);
        }
        return id;
    }

    private int nameAt(int id) {
        return namesAt + id * (NAME_INTS * 4);
    }

    private boolean isName(int id, String name) {
        int at = stringsAt + file.getInt(nameAt(id) + 4);
        int length = file.getInt(nameAt(id) + 8);
        if (!isString(nameAt(id) + 4)) {
            throw damaged("name " + id);
        }
        if (length != name.length()) {
            // Only a name outside ASCII has more bytes than characters.
            return length > name.length() && name(id).equals(name);
        }
        for (int i = 0; i < length; i++) {
            if (file.get(at + i) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean isClass(int id, String binaryName) {
        int at = stringsAt + file.getInt(nameAt(id) + 4);
        int length = file.getInt(nameAt(id) + 8);
        int n = binaryName.length();
        if (!isString(nameAt(id) + 4)) {
            throw damaged("name " + id);
        }
        if (length != n + 6) {
            return length > n + 6 && name(id).equals(binaryName.replace('.', '/').concat(".class"));
        }
        for (int i = 0; i < n; i++) {
            char c = binaryName.charAt(i);
            if (file.get(at + i) != (c == '.' ? '/' : c)) {
                return false;
            }
        }
        for (int i = 0; i < 6; i++) {
            if (file.get(at + n + i) != ".class".charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The name itself. Makes a string; not for the hot path.
     *
     * @param id from a lookup
     * @return the name, without trailing slash
     */
    public String name(int id) {
        return string(nameAt(id) + 4);
    }

    /**
     * The first place of a name on the class path.
     *
     * @param id from a lookup
     * @return the number of a place; the later ones follow it
     */
    public int firstPlace(int id) {
        return file.getInt(nameAt(id) + 12);
    }

    /**
     * How many entries hold a name.
     *
     * @param id from a lookup
     * @return at least 1
     */
    public int placeCount(int id) {
        return file.getInt(nameAt(id) + 16);
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

    private String string(int at) {
        if (!isString(at)) {
            throw damaged("a string does not fit the file");
        }
        byte[] utf8 = new byte[file.getInt(at + 4)];
        file.get(stringsAt + file.getInt(at), utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
