package io.classcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.classcast.classpath.ClassPathScanner;
import io.classcast.classpath.ScanOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeMemoryTest {
    @TempDir
    private Path directory;
    private final Counting memory = new Counting();

    /** Knows what has not been given back. */
    private static final class Counting extends NativeMemory {
        private final Set<ByteBuffer> used = Collections.newSetFromMap(new IdentityHashMap<>());
        private int most;
        private int given;

        @Override
        protected synchronized ByteBuffer take(int length) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(length);
            used.add(buffer);
            given++;
            most = Math.max(most, length);
            return buffer;
        }

        @Override
        protected synchronized void giveBack(ByteBuffer buffer) {
            used.remove(buffer);
        }

        synchronized int left() {
            return used.size();
        }
    }

    @BeforeEach
    void countIt() {
        NativeMemory.use(memory);
    }

    @AfterEach
    void asBefore() {
        NativeMemory.useCounted();
    }

    @Test
    void arraysAreWrittenAndReadInPiecesThatAreGivenBack() throws IOException {
        byte[] bytes = new byte[300_000];
        new Random(1).nextBytes(bytes);
        Path file = directory.resolve("file");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            NativeMemory.write(channel, ByteBuffer.wrap(bytes, 7, 299_000));
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(java.util.Arrays.copyOfRange(bytes, 7, 299_007));
        byte[] read = new byte[299_000];
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            assertThat(NativeMemory.read(channel, ByteBuffer.wrap(read))).isTrue();
            assertThat(NativeMemory.read(channel, ByteBuffer.allocate(1))).isFalse();
        }
        assertThat(read).isEqualTo(Files.readAllBytes(file));
        assertThat(memory.most).isLessThanOrEqualTo(64 << 10);
        assertThat(memory.left()).isZero();
    }

    @Test
    void whatIsNotOursIsLeftAlone() {
        NativeMemory.free(null);
        NativeMemory.free(ByteBuffer.allocate(1));
        ByteBuffer ours = NativeMemory.allocate(8);
        NativeMemory.free(ours.slice());
        assertThat(memory.left()).isOne();
        NativeMemory.free(ours);
        NativeMemory.free(ours);
        assertThat(memory.left()).isZero();
    }

    @Test
    void aScanGivesAllOfItsMemoryBack() throws IOException, InterruptedException {
        List<String> urls = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Path jar = directory.resolve("a" + i + ".jar");
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
                zip.putNextEntry(new ZipEntry("b" + i + ".txt"));
                zip.write(new byte[i * 1000]);
            }
            urls.add(jar.toUri().toString());
        }
        Path large = directory.resolve("large.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(large))) {
            zip.setLevel(0);
            zip.putNextEntry(new ZipEntry("large.bin"));
            zip.write(new byte[20 << 20]);
        }
        urls.add(large.toUri().toString());
        Path classes = Files.createDirectory(directory.resolve("classes"));
        for (int i = 0; i < 100; i++) {
            Files.write(classes.resolve("f" + i), new byte[i * 100]);
        }
        urls.add(classes.toUri().toString());
        Path store = Files.createDirectory(directory.resolve("store"));
        assertThat(ClassPathScanner.scan(urls, 1, ScanOptions.of(store, List.of())).problems()).isEmpty();
        assertThat(memory.given).isGreaterThan(2);
        assertThat(memory.most).isLessThanOrEqualTo(512 << 10);
        // The scan's threads end by themselves.
        for (int i = 0; i < 500 && memory.left() > 0; i++) {
            Thread.sleep(10);
        }
        assertThat(memory.left()).isZero();
    }
}
