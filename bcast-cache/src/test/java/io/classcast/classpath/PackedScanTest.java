package io.classcast.classpath;

import static org.assertj.core.api.Assertions.assertThat;

import io.classcast.image.EntryKind;
import io.classcast.image.Image;
import io.classcast.image.ImageEntry;
import io.classcast.image.ImageEntry.ManifestPlace;
import io.classcast.image.ImageFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a profile: what it names is packed, the rest keeps its place in the original. */
class PackedScanTest {
    @TempDir
    Path directory;
    private Path store;

    @BeforeEach
    void makeStore() throws IOException {
        store = Files.createDirectory(directory.resolve("store"));
    }

    /** Scans with a profile that names entries of one jar. */
    private Image scan(Path jar, String... used) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String name : used) {
            lines.add(Profile.line(Profile.RESOURCE, name, jar.toString()));
        }
        return scan(jar, lines);
    }

    private Image scan(Path jar, List<String> lines) throws IOException {
        Path file = directory.resolve("profile");
        Profile.write(file, lines);
        return Image.open(ClassPathScanner.scan(ClassPath.parse(jar.toString()), 1, ScanOptions.of(store, List.of())
                .withProfile(Profile.read(file))).index());
    }

    private static int place(Image image, String name) {
        return image.firstPlace(image.find(name));
    }

    private static boolean isPacked(Image image, String name) {
        return (image.flags(place(image, name)) & ImageFormat.PLACE_PACKED) != 0;
    }

    private String packed(Image image, String name) throws IOException {
        int place = place(image, name);
        assertThat(isPacked(image, name)).as(name).isTrue();
        return text(image.entry(0), image.offset(place), image.compressedSize(place), image.size(place), image.method(place));
    }

    private String text(ImageEntry entry, long offset, int compressed, int size, int method) throws IOException {
        byte[] content = Files.readAllBytes(store.resolve(entry.storeName()));
        byte[] bytes = Arrays.copyOfRange(content, (int) offset, (int) offset + compressed);
        if (method == 8) {
            Inflater inflater = new Inflater(true);
            inflater.setInput(bytes);
            bytes = new byte[size];
            try {
                assertThat(inflater.inflate(bytes)).isEqualTo(size);
            } catch (DataFormatException e) {
                throw new IOException(e);
            } finally {
                inflater.end();
            }
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void stored(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
    }

    @Test
    void whatIsNamedIsPackedAndTheRestKeepsItsPlace() throws IOException {
        Path jar = TestJars.jar(directory.resolve("a b.jar"), "X: y\r\n", "p/", "p/A.class", "p/B.class", "p/ä.txt", "q.txt");
        Image plain = Image.open(ClassPathScanner.scan(ClassPath.parse(jar.toString()), 1, ScanOptions.of(null, List.of())).index());
        Image image = scan(jar, "p/ä.txt", "p/A.class", "p", "no longer there");
        ImageEntry entry = image.entry(0);
        assertThat(entry.packed()).isTrue();
        assertThat(entry.storeLength()).isEqualTo(Files.size(store.resolve(entry.storeName()))).isEqualTo(image.contentBytes());
        assertThat(packed(image, "p/A.class")).isEqualTo("p/A.class");
        assertThat(packed(image, "p/ä.txt")).isEqualTo("p/ä.txt");
        assertThat(image.offset(place(image, "p/A.class"))).isLessThan(image.offset(place(image, "p/ä.txt")));
        ManifestPlace manifest = entry.manifest();
        assertThat(text(entry, manifest.offset(), manifest.compressedSize(), manifest.size(), manifest.method())).contains("X: y");
        assertThat(packed(image, "META-INF/MANIFEST.MF")).contains("X: y");
        for (String name : new String[] {"p/B.class", "q.txt", "p"}) {
            assertThat(isPacked(image, name)).as(name).isFalse();
            assertThat(image.offset(place(image, name))).isEqualTo(plain.offset(place(plain, name)));
        }
        assertThat(image.nameCount()).isEqualTo(plain.nameCount());
        assertThat(image.find("no longer there")).isEqualTo(Image.ABSENT);
    }

    @Test
    void aJarOfWhichNothingIsUsedIsNotCopied() throws IOException {
        Path jar = TestJars.jar(directory.resolve("a.jar"), "X: y\r\n", "p/A.class");
        Image image = scan(jar, List.of(Profile.line(Profile.JAR, "/other.jar")));
        assertThat(image.entry(0).kind()).isEqualTo(EntryKind.JAR);
        assertThat(image.entry(0).content()).isEqualTo(-1);
        assertThat(image.locations()).isFalse();
        assertThat(image.findClass("p.A")).isNotNegative();
        assertThat(store).isEmptyDirectory();
    }

    @Test
    void ofAJarWhoseUsedNamesAreGoneOnlyTheManifestIsCopied() throws IOException {
        Path jar = TestJars.jar(directory.resolve("a.jar"), "X: y\r\n", "p/A.class");
        Image image = scan(jar, "gone");
        assertThat(isPacked(image, "META-INF/MANIFEST.MF")).isTrue();
        assertThat(isPacked(image, "p/A.class")).isFalse();
        Path bare = TestJars.jar(directory.resolve("bare.jar"), null, "p/A.class", "empty/");
        Files.delete(store.resolve(image.entry(0).storeName()));
        assertThat(scan(bare, "gone", "empty").entry(0).content()).isEqualTo(-1);
        assertThat(store).isEmptyDirectory();
    }

    @Test
    void aJarThatWasOpenedAsAFileIsCopiedAsAWhole() throws IOException {
        Path jar = TestJars.jar(directory.resolve("a.jar"), "", "p/A.class");
        Image image = scan(jar, List.of(Profile.line(Profile.CLASS, "p.A", jar.toString()), Profile.line(Profile.JAR, jar.toString())));
        assertThat(image.entry(0).packed()).isFalse();
        assertThat(store.resolve(image.entry(0).storeName())).hasSameBinaryContentAs(jar);
    }

    @Test
    void aSignedJarIsCopiedAsAWholeIfItIsUsed() throws IOException {
        Path jar = TestJars.jar(directory.resolve("a.jar"), "", "META-INF/X.SF", "META-INF/X.RSA", "p/A.class");
        Image used = scan(jar, "p/A.class");
        assertThat(used.entry(0).packed()).isFalse();
        assertThat(store.resolve(used.entry(0).storeName())).hasSameBinaryContentAs(jar);
        Files.delete(store.resolve(used.entry(0).storeName()));
        Image unused = scan(jar, List.of(Profile.line(Profile.JAR, "/other.jar")));
        assertThat(unused.entry(0).content()).isEqualTo(-1);
        assertThat(unused.entry(0).viaJarFile()).isTrue();
    }

    @Test
    void ofAMultiReleaseJarTheVersionThatCountsIsPacked() throws IOException {
        Path jar = TestJars.jar(directory.resolve("mr.jar"), "Multi-Release: true\r\n", "a/B.class", "META-INF/versions/9/a/B.class",
                "META-INF/versions/11/a/B.class", "META-INF/versions/99/a/B.class");
        Image image = scan(jar, "a/B.class");
        assertThat(packed(image, "a/B.class")).isEqualTo("META-INF/versions/11/a/B.class");
        assertThat(packed(image, "META-INF/versions/11/a/B.class")).isEqualTo("META-INF/versions/11/a/B.class");
        assertThat(isPacked(image, "META-INF/versions/9/a/B.class")).isFalse();
        assertThat(isPacked(image, "META-INF/versions/99/a/B.class")).isFalse();
    }

    @Test
    void storedLargeAndEmptyEntriesFarApartArePacked() throws IOException {
        byte[] large = new byte[3 << 20];
        new Random(1).nextBytes(large);
        Path jar = directory.resolve("large.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            stored(zip, "a", "aaa".getBytes(StandardCharsets.UTF_8));
            stored(zip, "between", large);
            stored(zip, "empty", new byte[0]);
            stored(zip, "large", large);
            zip.putNextEntry(new ZipEntry("z"));
            zip.write("zzz".getBytes(StandardCharsets.UTF_8));
        }
        Image image = scan(jar, "a", "empty", "large", "z");
        assertThat(packed(image, "a")).isEqualTo("aaa");
        assertThat(packed(image, "z")).isEqualTo("zzz");
        byte[] content = Files.readAllBytes(store.resolve(image.entry(0).storeName()));
        int at = (int) image.offset(place(image, "large"));
        assertThat(Arrays.copyOfRange(content, at, at + large.length)).isEqualTo(large);
        assertThat(isPacked(image, "between")).isFalse();
        assertThat(image.entry(0).storeLength()).isLessThan(large.length + 100);
    }

    @Test
    void ofTwoEntriesWithOneNameTheLaterIsPacked() throws IOException {
        Path jar = TestJars.jar(directory.resolve("a.jar"), null, "xa", "xb", "c");
        byte[] bytes = Files.readAllBytes(jar);
        for (int i = 0; i + 1 < bytes.length; i++) {
            // The names, in the headers and in the directory; the contents are deflated and stay.
            if (bytes[i] == 'x' && bytes[i + 1] == 'b' && (bytes[i - 30] == 'P' && bytes[i - 28] == 3 || i > 45 && bytes[i - 46] == 'P')) {
                bytes[i + 1] = 'a';
            }
        }
        Files.write(jar, bytes);
        Image image = scan(jar, "xa");
        assertThat(image.nameCount()).isEqualTo(2);
        assertThat(packed(image, "xa")).isEqualTo("xb");
    }

    @Test
    void aJarWhoseEntriesOverlapIsCopiedAsAWhole() throws IOException {
        Path jar = TestJars.jar(directory.resolve("a.jar"), null, "aaaa", "bbbb");
        byte[] bytes = Files.readAllBytes(jar);
        // The name in the first header becomes so long that its bytes would be in the second entry.
        bytes[26] = 60;
        Files.write(jar, bytes);
        Image image = scan(jar, "aaaa");
        assertThat(image.entry(0).packed()).isFalse();
        assertThat(store.resolve(image.entry(0).storeName())).hasSameBinaryContentAs(jar);
    }
}
