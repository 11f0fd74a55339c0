package io.classcast.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The section of strings of an index file. A string is named by the place in the file where its offset and its length stand
 * ({@code at}). Immutable, safe for all threads.
 */
final class IndexStrings {
    private final ByteBuffer file;
    private final int stringsAt;

    IndexStrings(ByteBuffer file) {
        this.file = file;
        stringsAt = file.getInt(ImageFormat.AT_STRINGS_OFFSET);
    }

    /** Whether offset and length lead into the section. */
    boolean fits(int at) {
        return fits(file.getLong(at));
    }

    private boolean fits(long lengthAndOffset) {
        int length = (int) (lengthAndOffset >>> 32);
        int offset = (int) lengthAndOffset;
        return length >= 0 && offset >= 0 && offset <= file.limit() - stringsAt - length;
    }

    /** Where the bytes of a string stand in the file, in the lower 32 bits, and how many they are, in the upper. */
    long find(int at) {
        long lengthAndOffset = file.getLong(at);
        if (!fits(lengthAndOffset)) {
            throw IndexCheck.damaged("a string does not fit the file");
        }
        return lengthAndOffset + stringsAt;
    }

    /** Where the bytes of a string stand in the file. */
    int from(int at) {
        return stringsAt + file.getInt(at);
    }

    /** Bytes of a string. */
    int length(int at) {
        return file.getInt(at + 4);
    }

    /** Makes the string; not for the hot path. */
    String get(int at) {
        long found = find(at);
        byte[] utf8 = new byte[(int) (found >>> 32)];
        file.get((int) found, utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
