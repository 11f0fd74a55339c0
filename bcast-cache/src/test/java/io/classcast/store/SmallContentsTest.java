package io.classcast.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classcast.ClasscastException;
import io.classcast.classpath.ClassPathScan;
import io.classcast.classpath.ClassPathScanner;
import io.classcast.classpath.ScanOptions;
import io.classcast.image.Image;
import io.classcast.image.ImageEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallContentsTest {
    @TempDir
    private Path here;
    private Path store;

    @BeforeEach
    void makeStore() throws IOException {
        store = Files.createDirectory(here.resolve("store"));
    }

    /** Jars of about so many bytes each; -1 for one that is missing. */
    private void scan(int... lengths) throws IOException {
        List<String> urls = new ArrayList<>();
        Random random = new Random(3);
        for (int length : lengths) {
            Path jar = here.resolve("a" + urls.size() + ".jar");
            if (length >= 0) {
                byte[] bytes = new byte[length];
                random.nextBytes(bytes);
                try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
                    zip.putNextEntry(new ZipEntry("b" + urls.size()));
                    zip.write(bytes);
                }
            }
            urls.add(jar.toUri().toURL().toString());
        }
        ClassPathScan scan = ClassPathScanner.scan(urls, 0, ScanOptions.of(store, List.of()));
        byte[] index = new byte[scan.index().remaining()];
        scan.index().get(index);
        Files.write(store.resolve(NodeStore.INDEX), index);
    }

    private Path joined() {
        return store.resolve(SmallContents.FILE);
    }

    private void isTheSameAsItsCopies(StoredImage stored) throws IOException {
        Image image = stored.image();
        for (int e = 0; e < image.entryCount(); e++) {
            ImageEntry entry = image.entry(e);
            ByteBuffer content = stored.content(e);
            if (entry.content() < 0) {
                assertThat(content).isNull();
            } else {
                byte[] bytes = new byte[content.remaining()];
                content.duplicate().get(bytes);
                assertThat(bytes).as("entry " + e).isEqualTo(Files.readAllBytes(store.resolve(entry.storeName())));
                assertThat(content.isReadOnly() && content.isDirect()).isTrue();
            }
        }
    }

    /** Mappings of the store that this process has; those of buffers that are garbage are gone after a while. */
    private long mappings() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.filter(l -> l.contains(store.toString())).count();
        }
    }

    @Test
    void smallCopiesAreOneMappingForWhoMakesTheStoreAndForWhoJoins() throws IOException {
        scan(100, 3, 200_000, -1, 60_000, 0, 64_000, 70_000);
        StoredImage first = StoredImage.openFirst(store);
        isTheSameAsItsCopies(first);
        // The index, two that are large, and the others.
        assertThat(mappings()).isEqualTo(4);
        assertThat(joined()).isNotEmptyFile();
        StoredImage second = StoredImage.open(store);
        isTheSameAsItsCopies(second);
        assertThat(mappings()).isEqualTo(8);
        isTheSameAsItsCopies(first);
    }

    @Test
    void eachIsMappedByItselfWhereTheyAreNotJoinedOrNotWholly() throws IOException {
        scan(100, 200, 300);
        isTheSameAsItsCopies(StoredImage.open(store));
        assertThat(joined()).doesNotExist();
        Files.write(joined(), new byte[100]);
        isTheSameAsItsCopies(StoredImage.open(store));
    }

    @Test
    void oneSmallCopyIsNotJoined() throws IOException {
        scan(100, 200_000);
        isTheSameAsItsCopies(StoredImage.openFirst(store));
        assertThat(joined()).doesNotExist();
    }

    @Test
    void noMoreAreJoinedThanTheStoreMayHaveTwice() throws IOException {
        int[] lengths = new int[600];
        java.util.Arrays.fill(lengths, 60_000);
        scan(lengths);
        isTheSameAsItsCopies(StoredImage.openFirst(store));
        assertThat(Files.size(joined())).isBetween(31L << 20, 32L << 20);
    }

    @Test
    void aSmallCopyThatIsCutOffOrMissingIsNoticed() throws IOException {
        scan(100, 200, 300);
        StoredImage image = StoredImage.openFirst(store);
        Path copy = store.resolve(image.image().entry(1).storeName());
        byte[] whole = Files.readAllBytes(copy);
        Files.write(copy, java.util.Arrays.copyOf(whole, whole.length - 1));
        assertThatThrownBy(() -> StoredImage.open(store)).isInstanceOf(ClasscastException.class).hasMessageContaining(copy.toString());
        Files.delete(joined());
        assertThatThrownBy(() -> StoredImage.openFirst(store)).isInstanceOf(ClasscastException.class).hasMessageContaining(copy.toString());
        assertThat(joined()).doesNotExist();
        Files.delete(copy);
        assertThatThrownBy(() -> StoredImage.openFirst(store)).isInstanceOf(ClasscastException.class).hasMessageContaining(copy.toString());
    }
}
