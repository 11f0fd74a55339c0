package io.classcast.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The names of one class-path entry with their places, as columns: what a scanner hands to {@link ImageBuilder}. One
 * scanner fills it; not safe for several threads at once.
 */
public final class NameTable {
    private byte[] utf8;
    private int utf8Length;
    private int[] columns;
    private int count;

    private static final int OFFSET = 0;
    private static final int LENGTH = 1;
    private static final int HASH = 2;
    private static final int BITS = 3;
    private static final int AT_LOW = 4;
    private static final int AT_HIGH = 5;
    private static final int COMPRESSED = 6;
    private static final int SIZE = 7;
    private static final int TIME = 8;
    private static final int CHECKSUM = 10;
    private static final int WIDTH = 11;

    /**
     * Creates an empty table.
     *
     * @param names how many names are expected
     * @param nameBytes how many bytes of names are expected
     */
    public NameTable(int names, int nameBytes) {
        utf8 = new byte[Math.max(16, nameBytes)];
        columns = new int[Math.max(4, names) * WIDTH];
    }

    /**
     * Adds a name. A trailing slash is dropped and makes the place a directory.
     *
     * @param source UTF-8 bytes
     * @param from first byte of the name
     * @param length bytes of the name
     * @param version multi-release version, 0 for the base
     * @param method 0 stored, 8 deflated
     * @param flags {@code PLACE_*} of {@link ImageFormat}
     * @param offset of the local file header
     * @param compressedSize bytes in the jar
     * @param size bytes when inflated
     * @param time mtime in milliseconds since 1970, 0 where the entry's own counts
     * @param checksum CRC-32 of the inflated bytes
     */
    public void add(byte[] source, int from, int length, int version, int method, int flags, long offset,
            int compressedSize, int size, long time, int checksum) {
        int bits = flags;
        int kept = length;
        if (kept > 0 && source[from + kept - 1] == '/') {
            kept--;
            bits |= ImageFormat.PLACE_DIRECTORY;
        }
        if (utf8Length + kept > utf8.length) {
            utf8 = Arrays.copyOf(utf8, Math.max(utf8.length * 2, utf8Length + kept));
        }
        int row = count * WIDTH;
        if (row == columns.length) {
            columns = Arrays.copyOf(columns, columns.length * 2);
        }
        System.arraycopy(source, from, utf8, utf8Length, kept);
        columns[row + OFFSET] = utf8Length;
        columns[row + LENGTH] = kept;
        columns[row + HASH] = NameHash.ofUtf8(source, from, kept);
        columns[row + BITS] = bits | method << 8 | version << 16;
        columns[row + AT_LOW] = (int) offset;
        columns[row + AT_HIGH] = (int) (offset >>> 32);
        columns[row + COMPRESSED] = compressedSize;
        columns[row + SIZE] = size;
        columns[row + TIME] = (int) time;
        columns[row + TIME + 1] = (int) (time >>> 32);
        columns[row + CHECKSUM] = checksum;
        utf8Length += kept;
        count++;
    }

    /**
     * How many names were added.
     *
     * @return number of rows
     */
    public int count() {
        return count;
    }

    /**
     * The name of a row. Makes a string.
     *
     * @param row from 0
     * @return without trailing slash
     */
    public String name(int row) {
        return new String(utf8, offset(row), length(row), StandardCharsets.UTF_8);
    }

    /**
     * The place of a row.
     *
     * @param row from 0
     * @return offset of the local file header
     */
    public long place(int row) {
        return columns[row * WIDTH + AT_LOW] & 0xFFFFFFFFL | (long) columns[row * WIDTH + AT_HIGH] << 32;
    }

    /**
     * The size in the jar.
     *
     * @param row from 0
     * @return bytes
     */
    public int compressedSize(int row) {
        return columns[row * WIDTH + COMPRESSED];
    }

    /**
     * Flags, method and version of a row.
     *
     * @param row from 0
     * @return for {@link #wins}
     */
    public int bits(int row) {
        return columns[row * WIDTH + BITS];
    }

    /**
     * Which of two entries of one name in one jar counts: that of the higher version, then a file before a directory, then the
     * later one.
     *
     * @param later bits of the later row
     * @param earlier bits of the earlier row
     * @return whether it is the later one
     */
    public static boolean wins(int later, int earlier) {
        int versions = Integer.compare(later >>> 16, earlier >>> 16);
        boolean directory = (later & ImageFormat.PLACE_DIRECTORY) != 0;
        boolean wasDirectory = (earlier & ImageFormat.PLACE_DIRECTORY) != 0;
        return versions > 0 || versions == 0 && (!directory || wasDirectory);
    }

    /**
     * Moves a row to packed content.
     *
     * @param row from 0
     * @param offset of its bytes there
     */
    public void pack(int row, long offset) {
        int at = row * WIDTH;
        columns[at + BITS] |= ImageFormat.PLACE_PACKED;
        columns[at + AT_LOW] = (int) offset;
        columns[at + AT_HIGH] = (int) (offset >>> 32);
    }

    int utf8Length() {
        return utf8Length;
    }

    byte[] utf8() {
        return utf8;
    }

    int offset(int row) {
        return columns[row * WIDTH + OFFSET];
    }

    int length(int row) {
        return columns[row * WIDTH + LENGTH];
    }

    int hash(int row) {
        return columns[row * WIDTH + HASH];
    }

    /** Writes a row as a place of the file format. */
    void putPlace(int row, int entry, int[] places, int at) {
        int from = row * WIDTH;
        places[at] = entry;
        System.arraycopy(columns, from + BITS, places, at + 1, 8);
    }
}
