package io.classcast.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.classcast.image.EntryKind;
import io.classcast.image.Image;
import io.classcast.image.ImageBuilder;
import io.classcast.image.ImageEntry;
import io.classcast.image.NameTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InflatedClassesTest {
    private static final int CLASSES = 200;
    private static final int SIZE = 3_000;
    @TempDir
    private Path store;
    private Image image;

    @BeforeEach
    void makeImage() {
        NameTable table = new NameTable(1, 1);
        for (int i = 0; i < CLASSES; i++) {
            byte[] name = ("p/C" + i + ".class").getBytes(StandardCharsets.UTF_8);
            table.add(name, 0, name.length, 0, 8, 0, i, 10, SIZE, 0, 0);
        }
        ImageBuilder builder = new ImageBuilder(false, 17, 1, "");
        builder.add(new ImageEntry("file:/a.jar", "/a.jar", "0-a.jar", EntryKind.JAR, false, false, false, 1, 1, 1, 0, 0, null, 0), table);
        image = Image.open(builder.build());
    }

    private int place(int number) {
        return image.firstPlace(image.findClass("p.C" + number));
    }

    private static byte[] bytesOf(int number) {
        byte[] bytes = new byte[SIZE];
        Arrays.fill(bytes, (byte) number);
        return bytes;
    }

    private InflatedClasses open(boolean adds) {
        return InflatedClasses.open(store, image, adds);
    }

    @Test
    void whatOneGivesAllOthersFind() {
        InflatedClasses.create(store, image);
        InflatedClasses one = open(true);
        InflatedClasses other = open(false);
        assertThat(other.get(place(7))).isNull();
        ByteBuffer bytes = ByteBuffer.wrap(bytesOf(7));
        one.put(place(7), bytes);
        assertThat(bytes.remaining()).isEqualTo(SIZE);
        assertThat(other.get(place(7))).isEqualTo(ByteBuffer.wrap(bytesOf(7)));
        assertThat(other.get(place(8))).isNull();
    }

    @Test
    void whoDoesNotAddLeavesTheFileAlone() {
        InflatedClasses.create(store, image);
        open(false).put(place(1), ByteBuffer.wrap(bytesOf(1)));
        assertThat(open(true).get(place(1))).isNull();
    }

    @Test
    void manyAtOnceNeverSeeHalfAClass() {
        InflatedClasses.create(store, image);
        AtomicInteger found = new AtomicInteger();
        CompletableFuture<?>[] ranks = new CompletableFuture<?>[8];
        for (int r = 0; r < ranks.length; r++) {
            InflatedClasses rank = open(true);
            ranks[r] = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < CLASSES; i++) {
                    ByteBuffer there = rank.get(place(i));
                    if (there == null) {
                        rank.put(place(i), ByteBuffer.wrap(bytesOf(i)));
                    } else {
                        assertThat(there).isEqualTo(ByteBuffer.wrap(bytesOf(i)));
                        found.incrementAndGet();
                    }
                }
            });
        }
        CompletableFuture.allOf(ranks).join();
        assertThat(found).hasPositiveValue();
    }

    @Test
    void anInterruptedThreadAddsNothingAndBreaksNothing() {
        InflatedClasses.create(store, image);
        InflatedClasses classes = open(true);
        Thread.currentThread().interrupt();
        classes.put(place(1), ByteBuffer.wrap(bytesOf(1)));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(classes.get(place(1))).isNull();
        classes.put(place(1), ByteBuffer.wrap(bytesOf(1)));
        assertThat(classes.get(place(1))).isNotNull();
    }

    @Test
    void aFileThatIsMissingOrOfAnotherLengthIsNotUsed() throws IOException {
        assertThat(open(true)).isNull();
        Files.write(store.resolve(InflatedClasses.FILE), new byte[77]);
        assertThat(open(true)).isNull();
    }
}
