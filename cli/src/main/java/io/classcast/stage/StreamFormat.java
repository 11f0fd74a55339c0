package io.classcast.stage;

/**
 * The stream of records that rank 0 sends. It is cut into frames, one for each piece of the broadcast; a record never crosses
 * the end of a frame, and the bytes of a file are cut into chunks.
 *
 * <pre>
 *   frame:      u8 codec ({@link Codec}) | i32 bytes of its records | the records, compressed
 *   record:     u8 kind | fields; big-endian; text: u16 bytes | UTF-8
 *     'd'       directory: text path | i32 mode | i64 mtime
 *     'f'       file begins: text path | i32 mode | i64 mtime | i64 size
 *     'c'       chunk of that file: i32 length | bytes
 *     'e'       that file ends: u8 1 where rank 0 read what it had announced, else 0 | 32 bytes SHA-256
 *     'l'       symbolic link: text path | text target
 *     'h'       hard link: text path | text target
 *     'k'       kept: text path; every node has it already
 *     's'       a source ends: text prefix; what lies below it and was neither sent nor kept is not there any more
 * </pre>
 */
final class StreamFormat {
    static final int FRAME_HEADER = 5;
    static final int CHUNK_HEADER = 5;
    static final int DIGEST = 32;
    static final byte CHUNK = 'c';
    static final byte FILE_END = 'e';
    static final byte KEPT = 'k';
    static final byte SOURCE_END = 's';

    private StreamFormat() {
    }
}
