package io.classcast.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classcast.ClasscastException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ImageTest {
    private static NameTable table(Object... namesAndOffsets) {
        NameTable table = new NameTable(1, 1);
        for (int i = 0; i < namesAndOffsets.length; i += 2) {
            add(table, (String) namesAndOffsets[i], 0, (Integer) namesAndOffsets[i + 1]);
        }
        return table;
    }

    private static void add(NameTable table, String name, int version, int offset) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        table.add(utf8, 0, utf8.length, version, 8, 0, offset, 10, 20, 0, 77);
    }

    private static ImageEntry entry(String url) {
        return new ImageEntry(url, "/a.jar", "0-a.jar", EntryKind.JAR, true, true, true, 1L << 33, 5, 7, 9, 3,
                new ImageEntry.ManifestPlace(1L << 34, 1, 2, 8, 66), -3);
    }

    private static Image image(NameTable... tables) {
        ImageBuilder builder = new ImageBuilder(false, 17, 42, "");
        for (int i = 0; i < tables.length; i++) {
            builder.add(entry("file:/" + i + ".jar"), tables[i]);
        }
        return Image.open(builder.build());
    }

    @Test
    void aNameLeadsToItsPlacesInClassPathOrder() {
        Image image = image(table("a/B.class", 1), table("c.txt", 2, "a/B.class", 3));
        int id = image.findClass("a.B");
        assertThat(id).isEqualTo(image.find("a/B.class")).isNotNegative();
        assertThat(image.placeCount(id)).isEqualTo(2);
        assertThat(image.entryOf(image.firstPlace(id))).isZero();
        assertThat(image.offset(image.firstPlace(id))).isEqualTo(1);
        assertThat(image.entryOf(image.firstPlace(id) + 1)).isEqualTo(1);
        assertThat(image.offset(image.firstPlace(id) + 1)).isEqualTo(3);
        assertThat(image.method(image.firstPlace(id))).isEqualTo(8);
        assertThat(image.compressedSize(image.firstPlace(id))).isEqualTo(10);
        assertThat(image.size(image.firstPlace(id))).isEqualTo(20);
        assertThat(image.time(image.firstPlace(id))).isZero();
        assertThat(image.checksum(image.firstPlace(id))).isEqualTo(77);
        assertThat(image.name(id)).isEqualTo("a/B.class");
    }

    @Test
    void theFirstPlaceOfADeflatedClassHasRoomToBeInflated() {
        NameTable jar = table("a/B.class", 1, "c.txt", 2, "a/D.class", 3);
        byte[] stored = "a/S.class".getBytes(StandardCharsets.UTF_8);
        jar.add(stored, 0, stored.length, 0, 0, 0, 4, 20, 20, 30, 77);
        Image image = image(jar, table("a/B.class", 5));
        int b = image.firstPlace(image.findClass("a.B"));
        int d = image.firstPlace(image.findClass("a.D"));
        int s = image.firstPlace(image.findClass("a.S"));
        // Marks for five places, a multiple of 8; then 20 bytes for each of two classes, from multiples of 8.
        assertThat(new long[] {image.inflatedAt(b), image.inflatedAt(d)}).containsExactlyInAnyOrder(8, 32);
        assertThat(image.inflatedLength()).isEqualTo(56);
        assertThat(image.inflatedAt(b + 1)).isZero();
        assertThat(image.inflatedAt(image.firstPlace(image.find("c.txt")))).isZero();
        assertThat(image.time(s)).isEqualTo(30);
    }

    @Test
    void aNameThatIsNowhereIsAbsent() {
        Image image = image(table("a/B.class", 1));
        assertThat(image.find("a/C.class")).isEqualTo(Image.ABSENT);
        assertThat(image.findClass("a.C")).isEqualTo(Image.ABSENT);
        assertThat(image.findClass("a.B.class")).isEqualTo(Image.ABSENT);
        assertThat(image.find("")).isEqualTo(Image.ABSENT);
        assertThat(image().find("x")).isEqualTo(Image.ABSENT);
    }

    @Test
    void namesWithTheSameHashAreToldApart() {
        assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
        Image image = image(table("Aa.class", 1, "BB.class", 2));
        assertThat(image.offset(image.firstPlace(image.findClass("Aa")))).isEqualTo(1);
        assertThat(image.offset(image.firstPlace(image.findClass("BB")))).isEqualTo(2);
        assertThat(image.findClass("C#")).isEqualTo(Image.ABSENT);
    }

    @Test
    void namesInEveryUnicodePlaneAreFound() {
        String[] names = {"ä/Ö.class", "日本/語.txt", "\uD83D\uDE00/x", "\uDBFF\uDFFD"};
        Image image = image(table(names[0], 1, names[1], 2, names[2], 3, names[3], 4));
        for (int i = 0; i < names.length; i++) {
            assertThat(image.offset(image.firstPlace(image.find(names[i])))).isEqualTo(i + 1);
        }
        assertThat(image.findClass("ä.Ö")).isEqualTo(image.find(names[0]));
    }

    @Test
    void aDirectoryIsFoundWithoutItsSlash() {
        Image image = image(table("a/", 1));
        int place = image.firstPlace(image.find("a"));
        assertThat(image.flags(place)).isEqualTo(ImageFormat.PLACE_DIRECTORY);
    }

    @Test
    void withinOneEntryTheHighestVersionThenTheFileThenTheLastOneWins() {
        NameTable table = table("a", 1, "a/", 2, "b/", 3, "b", 4, "c", 5, "c", 6);
        add(table, "a", 11, 7);
        add(table, "a", 9, 8);
        Image image = image(table);
        int a = image.firstPlace(image.find("a"));
        assertThat(image.version(a)).isEqualTo(11);
        assertThat(image.offset(a)).isEqualTo(7);
        assertThat(image.offset(image.firstPlace(image.find("b")))).isEqualTo(4);
        assertThat(image.offset(image.firstPlace(image.find("c")))).isEqualTo(6);
        assertThat(image.placeCount(image.find("c"))).isEqualTo(1);
    }

    @Test
    void entriesComeBackAsTheyWere() {
        Image image = image(table());
        assertThat(image.entry(0)).isEqualTo(entry("file:/0.jar"));
        assertThat(image.fingerprint()).isEqualTo(42);
        assertThat(image.javaFeature()).isEqualTo(17);
        assertThat(image.locations()).isFalse();
        assertThat(image.contentBytes()).isEqualTo(7);
    }

    @Test
    void manyNamesAreAllFound() {
        NameTable table = new NameTable(1, 1);
        for (int i = 0; i < 100_000; i++) {
            add(table, "some/package" + i % 100 + "/Class" + i + ".class", 0, i);
        }
        Image image = image(table);
        assertThat(image.nameCount()).isEqualTo(100_000);
        for (int i = 0; i < 100_000; i++) {
            int id = image.findClass("some.package" + i % 100 + ".Class" + i);
            assertThat(image.offset(image.firstPlace(id))).isEqualTo(i);
        }
    }

    @Test
    void everyFlippedByteIsNoticed() {
        ImageBuilder builder = new ImageBuilder(true, 17, 1, "");
        builder.add(entry("file:/x.jar"), table("a/B.class", 1));
        ByteBuffer file = builder.build();
        for (int i = 0; i < file.limit(); i++) {
            byte old = file.get(i);
            file.put(i, (byte) (old ^ 0x10));
            assertThatThrownBy(() -> Image.open(file)).as("byte " + i).isInstanceOf(ClasscastException.class);
            file.put(i, old);
        }
        Image.open(file);
    }

    @Test
    void aFileThatIsCutOffIsNoticedAtEveryLength() {
        ImageBuilder builder = new ImageBuilder(true, 17, 1, "");
        builder.add(entry("file:/x.jar"), table("a/B.class", 1));
        ByteBuffer file = builder.build();
        for (int i = 0; i < file.limit(); i++) {
            int length = i;
            assertThatThrownBy(() -> Image.open(file.slice(0, length))).isInstanceOf(ClasscastException.class);
        }
    }
}
