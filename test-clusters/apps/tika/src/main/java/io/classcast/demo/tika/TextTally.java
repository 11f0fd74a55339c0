package io.classcast.demo.tika;

import java.io.Writer;
import java.util.zip.CRC32;

/** Counts the text written to it and keeps a checksum instead of the text. The result does not depend on how the text is cut into writes. */
final class TextTally extends Writer {
    private final CRC32 crc = new CRC32();
    private byte[] bytes = new byte[8192];
    private long characters;
    private long words;
    private boolean inWord;

    @Override
    public void write(char[] text, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            boolean wordCharacter = Character.isLetterOrDigit(text[i]);
            if (wordCharacter && !inWord) {
                words++;
            }
            inWord = wordCharacter;
        }
        characters += length;
        checksum(text, offset, length);
    }

    /** Adds something to the checksum that is not part of the text. */
    void mark(String value) {
        char[] text = ('\0' + value).toCharArray();
        checksum(text, 0, text.length);
    }

    long characters() {
        return characters;
    }

    long words() {
        return words;
    }

    long digest() {
        return crc.getValue();
    }

    private void checksum(char[] text, int offset, int length) {
        if (bytes.length < 2 * length) {
            bytes = new byte[2 * length];
        }
        for (int i = 0; i < length; i++) {
            bytes[2 * i] = (byte) (text[offset + i] >> 8);
            bytes[2 * i + 1] = (byte) text[offset + i];
        }
        crc.update(bytes, 0, 2 * length);
    }

    @Override
    public void flush() {
        // Nothing is kept back.
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
