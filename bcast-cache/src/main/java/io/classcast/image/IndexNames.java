package io.classcast.image;

import static io.classcast.image.ImageFormat.NAME_INTS;

import java.nio.ByteBuffer;

/**
 * The hash table of an index file: from a name to its number. A lookup is one probe of it, compares the bytes in the file, and
 * allocates nothing for a name in ASCII. Immutable, safe for all threads.
 */
final class IndexNames {
    private final ByteBuffer file;
    private final IndexStrings strings;
    private final int count;
    private final int slotMask;
    private final int slotsAt;
    private final int namesAt;

    IndexNames(ByteBuffer file, IndexStrings strings) {
        this.file = file;
        this.strings = strings;
        count = file.getInt(ImageFormat.AT_NAMES);
        slotMask = file.getInt(ImageFormat.AT_SLOTS) - 1;
        slotsAt = file.getInt(ImageFormat.AT_SLOTS_OFFSET);
        namesAt = file.getInt(ImageFormat.AT_NAMES_OFFSET);
    }

    /** The number of the name of a class, or {@link Image#ABSENT}. */
    int findClass(String binaryName) {
        int hash = NameHash.ofClass(binaryName);
        int first = NameHash.spread(hash) & slotMask;
        int slot = first;
        for (int id = idAt(slot); id >= 0; id = idAt(slot)) {
            if (file.getInt(rowOf(id)) == hash && isClass(id, binaryName)) {
                return id;
            }
            slot = next(slot, first);
        }
        return Image.ABSENT;
    }

    /** The number of a name without trailing slash, or {@link Image#ABSENT}. */
    int find(String name) {
        int hash = NameHash.ofName(name);
        int first = NameHash.spread(hash) & slotMask;
        int slot = first;
        for (int id = idAt(slot); id >= 0; id = idAt(slot)) {
            if (file.getInt(rowOf(id)) == hash && isName(id, name)) {
                return id;
            }
            slot = next(slot, first);
        }
        return Image.ABSENT;
    }

    /** Makes the string; not for the hot path. */
    String name(int id) {
        return strings.get(stringOf(id));
    }

    /** The first place of a name in the lower 32 bits, how many there are in the upper. */
    long places(int id) {
        return file.getLong(rowOf(id) + 12);
    }

    /** The number of the name in a slot, or less than 0; checked here, where it costs nothing, and not at the start. */
    private int idAt(int slot) {
        int id = file.getInt(slotsAt + slot * 4) - 1;
        if (id >= count) {
            throw IndexCheck.damaged("slot " + slot);
        }
        return id;
    }

    private int next(int slot, int first) {
        int next = slot + 1 & slotMask;
        if (next == first) {
            throw IndexCheck.damaged("no slot is empty");
        }
        return next;
    }

    private int rowOf(int id) {
        return namesAt + id * (NAME_INTS * 4);
    }

    private int stringOf(int id) {
        return rowOf(id) + 4;
    }

    private boolean isName(int id, String name) {
        long found = strings.find(stringOf(id));
        int at = (int) found;
        int length = (int) (found >>> 32);
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
        long found = strings.find(stringOf(id));
        int at = (int) found;
        int length = (int) (found >>> 32);
        int n = binaryName.length();
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
}
