package io.classcast.image;

import static io.classcast.image.ImageFormat.ENTRY_INTS;
import static io.classcast.image.ImageFormat.HEADER_BYTES;
import static io.classcast.image.ImageFormat.NAME_INTS;
import static io.classcast.image.ImageFormat.PLACE_INTS;

import io.classcast.ClasscastException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** What must hold of an index before anything is looked up in it; names and places are checked when they are found. */
final class IndexCheck {
    private IndexCheck() {
    }

    /**
     * Compares format, length and checksum, and looks whether sections and entries fit the file.
     *
     * @param file little-endian, from 0 to its limit
     * @throws ClasscastException where it is not an index of this version, or is damaged
     */
    static void check(ByteBuffer file) {
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
        checkSections(file, length);
        checkEntries(file);
    }

    private static int checksum(ByteBuffer file) {
        CRC32 crc = new CRC32();
        crc.update(file.slice(0, ImageFormat.AT_CHECKSUM));
        crc.update(new byte[4], 0, 4);
        crc.update(file.slice(ImageFormat.AT_CHECKSUM + 4, file.limit() - ImageFormat.AT_CHECKSUM - 4));
        return (int) crc.getValue();
    }

    private static void checkSections(ByteBuffer file, int length) {
        int slots = file.getInt(ImageFormat.AT_SLOTS);
        int names = file.getInt(ImageFormat.AT_NAMES);
        int stringsAt = file.getInt(ImageFormat.AT_STRINGS_OFFSET);
        boolean ok = Integer.bitCount(slots) == 1 && slots > names
                && fits(file.getInt(ImageFormat.AT_ENTRIES_OFFSET), file.getInt(ImageFormat.AT_ENTRIES), ENTRY_INTS * 4L, length)
                && fits(file.getInt(ImageFormat.AT_SLOTS_OFFSET), slots, 4, length)
                && fits(file.getInt(ImageFormat.AT_NAMES_OFFSET), names, NAME_INTS * 4L, length)
                && fits(file.getInt(ImageFormat.AT_PLACES_OFFSET), file.getInt(ImageFormat.AT_PLACES), PLACE_INTS * 4L, length)
                && fits(stringsAt + file.getInt(ImageFormat.AT_LAUNCH), file.getInt(ImageFormat.AT_LAUNCH + 4), 1, length)
                && fits(stringsAt, file.getInt(ImageFormat.AT_STRINGS_LENGTH), 1, length);
        if (!ok) {
            throw damaged("a section does not fit the file");
        }
    }

    private static boolean fits(int offset, int count, long bytesEach, int length) {
        return offset >= HEADER_BYTES && count >= 0 && offset + count * bytesEach <= length;
    }

    private static void checkEntries(ByteBuffer file) {
        IndexStrings strings = new IndexStrings(file);
        int at = file.getInt(ImageFormat.AT_ENTRIES_OFFSET);
        for (int e = 0; e < file.getInt(ImageFormat.AT_ENTRIES); e++) {
            int kind = file.getInt(at + 24);
            if (!strings.fits(at) || !strings.fits(at + 8) || !strings.fits(at + 16)
                    || kind < 0 || kind >= EntryKind.COUNT || file.getLong(at + 48) < 0 || strings.get(at + 16).indexOf('/') >= 0) {
                throw damaged("entry " + e);
            }
            at += ENTRY_INTS * 4;
        }
    }

    static ClasscastException damaged(String what) {
        return new ClasscastException("index is damaged: " + what);
    }
}
