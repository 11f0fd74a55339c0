package io.classcast.classpath;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Words in bytes that come in pieces. */
class WordSearchTest {
    private static final String[] WORDS = {"dladdr", "$ORIGIN", "/maps"};

    private static boolean isFound(String text, int... pieces) {
        byte[][] words = new byte[WORDS.length][];
        for (int i = 0; i < words.length; i++) {
            words[i] = bytes(WORDS[i]);
        }
        WordSearch search = new WordSearch(words);
        int at = 0;
        for (int piece : pieces) {
            look(search, text.substring(at, at + piece));
            at += piece;
        }
        look(search, text.substring(at));
        return search.found();
    }

    private static void look(WordSearch search, String piece) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(piece.length() + 3).position(3).put(bytes(piece)).position(3);
        search.look(bytes);
        assertThat(bytes.remaining()).isEqualTo(piece.length());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void aWordIsFoundWhereverThePiecesEnd() {
        for (String word : WORDS) {
            for (String text : new String[] {word, "\0" + word, word + "\0", "ddladd$" + word + "xyz"}) {
                for (int one = 0; one <= text.length(); one++) {
                    for (int two = 0; two <= text.length() - one; two++) {
                        assertThat(isFound(text, one, two)).as("%s after %s and %s", text, one, two).isTrue();
                    }
                }
            }
        }
    }

    @Test
    void halfAWordIsNone() {
        String text = "dladd$ORIGI/map";
        for (int one = 0; one <= text.length(); one++) {
            assertThat(isFound(text, one)).isFalse();
        }
        assertThat(isFound("")).isFalse();
        assertThat(isFound("dla", 1, 1)).isFalse();
    }
}
