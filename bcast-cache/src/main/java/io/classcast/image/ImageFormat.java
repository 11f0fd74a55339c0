package io.classcast.image;

/**
 * The layout of the index file, version 6. All numbers are little-endian; all sections start on a multiple of 8.
 *
 * <pre>
 *   header, 128 bytes
 *     0  u64  magic "CLSCAST1"            48  u32  offset of entries
 *     8  u32  format version              52  u32  offset of slots
 *    12  u32  mode (0 jars, 1 locations)  56  u32  offset of names
 *    16  u64  length of the file          60  u32  offset of places
 *    24  u32  Java feature version        64  u32  offset of strings
 *    28  u32  CRC-32  of the file, with   68  u32  length of strings
 *             this field as zero          72  u64  fingerprint of the class path
 *    32  u32  number of entries           80  u64  bytes of content, all entries
 *    36  u32  number of names             88  u32 u32  launch class path (string: offset, length)
 *    40  u32  number of places
 *    44  u32  number of slots, 2^n           96  u64  length of the file of inflated classes
 *                                           104  ...  zero
 *
 *   entries   those of the class path, in its order, then what is served beside it; 96 bytes each
 *     0  u32 u32  URL (string: offset, length)      48  u64  bytes in the store
 *     8  u32 u32  path of the original (string)     56  u32  CRC-32  of the bytes in the store
 *    16  u32 u32  file name in the store (string)   60  i32  number of the content file, -1 none
 *    24  u32      kind                              64  u64  manifest: offset of its local header
 *    28  u32      flags: 1 multi-release,          72  u32  manifest: compressed size
 *                 2 via JarFile, 4 packed           76  u32  manifest: size
 *    32  u64      size of the original              80  i32  manifest: method, -1 none
 *    40  u64      mtime of the original, ms         84  i32  manifest: CRC-32
 *                                                   88  u64  stamp of the original, 0 unknown
 *              of a packed entry the store has the bytes of some places and of the manifest, without headers: no jar
 *   slots     u32 each: 0 empty, else number of a name + 1; open addressing, linear probing
 *   names     20 bytes: u32 hash (NameHash), u32 string offset, u32 string length, u32 first place, u32 number of places
 *   places    36 bytes, those of a name side by side, in class-path order
 *     0  u32  entry
 *     4  u8   flags, u8 method (0 stored, 8 deflated), u16 multi-release version (0 base)
 *     8  u64  offset of the local file header (APPNOTE.TXT 4.3.7) in the entry's jar; with the flag packed, of the bytes
 *             themselves in the entry's file in the store; without it, but in a packed entry: in the original
 *    16  u32  compressed size             24  u64  stored: mtime of the file in a directory, ms since 1970
 *    20  u32  size                                 deflated: of a class, its offset in the file of inflated classes; 0 none
 *    32  u32  CRC-32 of the inflated bytes as the jar has it; of a file in a directory, as rank 0 has read it
 *   strings   UTF-8 bytes; names stand without a trailing slash
 * </pre>
 */
public final class ImageFormat {
    /** {@code "CLSCAST1"}, read as a little-endian long. */
    public static final long MAGIC = 0x3154534143534C43L;
    /** Version of this layout; a reader refuses every other. */
    public static final int VERSION = 6;

    static final int HEADER_BYTES = 128;
    static final int AT_VERSION = 8;
    static final int AT_MODE = 12;
    static final int AT_LENGTH = 16;
    static final int AT_JAVA = 24;
    static final int AT_CHECKSUM = 28;
    static final int AT_ENTRIES = 32;
    static final int AT_NAMES = 36;
    static final int AT_PLACES = 40;
    static final int AT_SLOTS = 44;
    static final int AT_ENTRIES_OFFSET = 48;
    static final int AT_SLOTS_OFFSET = 52;
    static final int AT_NAMES_OFFSET = 56;
    static final int AT_PLACES_OFFSET = 60;
    static final int AT_STRINGS_OFFSET = 64;
    static final int AT_STRINGS_LENGTH = 68;
    static final int AT_FINGERPRINT = 72;
    static final int AT_CONTENT_BYTES = 80;
    static final int AT_LAUNCH = 88;
    static final int AT_INFLATED = 96;

    static final int ENTRY_INTS = 24;
    static final int NAME_INTS = 5;
    static final int PLACE_INTS = 9;

    /** Flag of a place: a directory, in a jar or on disk. */
    public static final int PLACE_DIRECTORY = 1;
    /** Flag of a place: its bytes are not in the store; read them where the original is. */
    public static final int PLACE_AT_ORIGIN = 2;
    /** Flag of a place: its bytes are in the store, without a header. */
    public static final int PLACE_PACKED = 4;

    private ImageFormat() {
    }
}
