package io.classcast.classpath;

import java.nio.ByteBuffer;

/** Whether one of a few words stands in bytes that come in pieces, each byte looked at once. Not thread-safe. */
final class WordSearch {
    private final byte[][] words;
    private final int longest;
    /** By byte: whether a word begins with it. */
    private final boolean[] begins = new boolean[256];
    /** The last bytes of the piece before, one fewer than the longest word has. */
    private byte[] kept = {};
    private boolean found;

    /**
     * A search that has seen nothing.
     *
     * @param words none empty
     */
    WordSearch(byte[]... words) {
        this.words = words;
        int most = 0;
        for (byte[] word : words) {
            begins[word[0] & 0xFF] = true;
            most = Math.max(most, word.length);
        }
        longest = most;
    }

    /** The bytes that follow those before; position and limit are left alone. */
    void look(ByteBuffer piece) {
        if (found) {
            return;
        }
        int head = Math.min(longest - 1, piece.remaining());
        byte[] seam = new byte[kept.length + head];
        System.arraycopy(kept, 0, seam, 0, kept.length);
        piece.get(piece.position(), seam, kept.length, head);
        found = isIn(ByteBuffer.wrap(seam)) || isIn(piece);
        if (piece.remaining() >= longest) {
            kept = new byte[longest - 1];
            piece.get(piece.limit() - kept.length, kept);
        } else {
            int left = Math.min(longest - 1, seam.length);
            kept = java.util.Arrays.copyOfRange(seam, seam.length - left, seam.length);
        }
    }

    /** Whether a word was there. */
    boolean found() {
        return found;
    }

    private boolean isIn(ByteBuffer piece) {
        int end = piece.limit();
        for (int at = piece.position(); at < end; at++) {
            if (begins[piece.get(at) & 0xFF]) {
                for (byte[] word : words) {
                    if (end - at >= word.length && isAt(piece, at, word)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static boolean isAt(ByteBuffer piece, int at, byte[] word) {
        for (int i = 0; i < word.length; i++) {
            if (piece.get(at + i) != word[i]) {
                return false;
            }
        }
        return true;
    }
}
