package io.classcast.classpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarCopyTest {
    private static final int SIZE = (21 << 20) + 13;

    @TempDir
    Path directory;
    private Path jar;
    private byte[] bytes;
    private int number;

    @BeforeEach
    void writeJar() throws IOException {
        bytes = new byte[SIZE];
        new Random(1).nextBytes(bytes);
        jar = Files.write(directory.resolve("large.jar"), bytes);
    }

    private ContentFile content() throws IOException {
        return ContentFile.create(directory, number++, "large.jar");
    }

    private void copiesWith(Executor helpers) throws IOException {
        try (FileChannel original = FileChannel.open(jar, StandardOpenOption.READ); ContentFile content = content()) {
            assertThat(JarCopy.copy(original, content, SIZE, helpers)).isTrue();
            CRC32 crc = new CRC32();
            crc.update(bytes);
            assertThat(content.checksum()).isEqualTo((int) crc.getValue());
            assertThat(content.length()).isEqualTo(SIZE);
            assertThat(Files.readAllBytes(directory.resolve(content.name()))).isEqualTo(bytes);
        }
    }

    @Test
    void theCopyIsTheSameWhoeverHelps() throws IOException {
        copiesWith(null);
        copiesWith(Runnable::run);
        copiesWith(task -> {
        });
        copiesWith(task -> {
            throw new RejectedExecutionException();
        });
        copiesWith(task -> {
            throw new OutOfMemoryError("unable to create native thread");
        });
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            for (int i = 0; i < 20; i++) {
                copiesWith(pool);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void aHelperIsAskedForEveryTwoParts() throws IOException {
        AtomicInteger helpers = new AtomicInteger();
        copiesWith(task -> helpers.incrementAndGet());
        // 11 parts of 2 MiB.
        assertThat(helpers).hasValue(5);
    }

    @Test
    void aHelperThatComesLateFindsNothingToDo() throws IOException {
        Runnable[] late = new Runnable[1];
        copiesWith(task -> late[0] = task);
        Files.delete(jar);
        late[0].run();
    }

    @Test
    void aJarThatIsCutOffMeanwhileIsNotCopied() throws IOException {
        try (FileChannel original = FileChannel.open(jar, StandardOpenOption.READ); ContentFile content = content()) {
            assertThat(JarCopy.copy(original, content, SIZE, task -> {
                try (FileChannel cut = FileChannel.open(jar, StandardOpenOption.WRITE)) {
                    cut.truncate(SIZE / 2);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                task.run();
            })).isFalse();
        }
    }

    @Test
    void aJarThatHasGrownIsNotCopied() throws IOException {
        try (FileChannel original = FileChannel.open(jar, StandardOpenOption.READ); ContentFile content = content()) {
            assertThat(JarCopy.copy(original, content, SIZE - 1, Runnable::run)).isFalse();
        }
    }

    @SuppressWarnings("try")
    @Test
    void anErrorOfOneReaderIsTheCopys() throws IOException {
        try (FileChannel original = FileChannel.open(jar, StandardOpenOption.READ); ContentFile content = content()) {
            assertThatThrownBy(() -> JarCopy.copy(original, content, SIZE, task -> {
                try {
                    original.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            })).isInstanceOf(IOException.class);
        }
    }

    @SuppressWarnings("try")
    @Test
    void anErrorOfOneWriterNamesTheStore() throws IOException {
        try (FileChannel original = FileChannel.open(jar, StandardOpenOption.READ); ContentFile content = content()) {
            content.close();
            assertThatThrownBy(() -> JarCopy.copy(original, content, SIZE, Runnable::run)).isInstanceOf(IOException.class)
                    .hasMessageContaining("its copy cannot be written").hasMessageContaining("set the option store");
        }
    }
}
