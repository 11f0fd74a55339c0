package io.classcast.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.classcast.store.GeneratedClasses.Made;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GeneratedClassesTest {
    private static final int COUNT = 1000;

    /** Two bytes, the length of the name, the name, and a text. */
    private static Made made(String key, String name, String text) {
        byte[] bytes = ("xx\0" + (char) name.length() + name + text).getBytes(StandardCharsets.US_ASCII);
        return new Made(key, bytes, 4, name.length());
    }

    private static String text(byte[] found) {
        return found == null ? null : new String(found, StandardCharsets.US_ASCII);
    }

    private static ByteBuffer tableOfMany() {
        List<Made> all = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            all.add(made("key" + i, "a/B$" + i, "text" + i));
        }
        return ByteBuffer.wrap(GeneratedClasses.table(all));
    }

    @Test
    void eachIsFoundByItsKeyAndCarriesTheNameAskedFor() {
        GeneratedClasses classes = GeneratedClasses.of(tableOfMany());
        for (int i = 0; i < COUNT; i++) {
            assertThat(text(classes.find("key" + i, "a/B$" + i))).isEqualTo("xx\0" + (char) ("a/B$" + i).length() + "a/B$" + i + "text" + i);
        }
        assertThat(text(classes.find("key7", "another/Name"))).isEqualTo("xx\0\14another/Nametext7");
        assertThat(text(classes.find("key7", "B"))).isEqualTo("xx\0\1Btext7");
        assertThat(classes.find("key1000", "a/B")).isNull();
    }

    @Test
    void keysOfTheSameHashAreToldApartAndTheFirstOfAKeyCounts() {
        GeneratedClasses classes = GeneratedClasses.of(ByteBuffer.wrap(GeneratedClasses.table(
                List.of(made("Aa", "N", "first"), made("BB", "N", "second"), made("Aa", "N", "third")))));
        assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
        assertThat(text(classes.find("Aa", "N"))).endsWith("first");
        assertThat(text(classes.find("BB", "N"))).endsWith("second");
        assertThat(classes.find("C#", "N")).isNull();
    }

    @Test
    void anEmptyTableHasNothing() {
        assertThat(GeneratedClasses.of(ByteBuffer.wrap(GeneratedClasses.table(List.of()))).find("key", "N")).isNull();
    }

    @Test
    void whatIsDamagedOrCutOffIsNotGivenOut() {
        ByteBuffer whole = tableOfMany();
        String right = text(GeneratedClasses.of(whole).find("key500", "a/B"));
        for (int at = 0; at < whole.limit(); at += 3) {
            byte[] bytes = whole.array().clone();
            bytes[at] ^= 0x40;
            GeneratedClasses damaged = GeneratedClasses.of(ByteBuffer.wrap(bytes));
            byte[] found = damaged == null ? null : damaged.find("key500", "a/B");
            assertThat(found == null || text(found).equals(right)).as("byte %d", at).isTrue();
        }
        for (int length = 0; length < whole.limit(); length += 97) {
            GeneratedClasses cut = GeneratedClasses.of(ByteBuffer.wrap(whole.array(), 0, length).slice());
            byte[] found = cut == null ? null : cut.find("key500", "a/B");
            assertThat(found == null || text(found).equals(right)).isTrue();
        }
        assertThat(GeneratedClasses.of(ByteBuffer.allocate(0))).isNull();
        assertThat(GeneratedClasses.of(ByteBuffer.wrap(new byte[] {0, 0, 0, 3}))).isNull();
    }
}
