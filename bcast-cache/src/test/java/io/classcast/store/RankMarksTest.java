package io.classcast.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RankMarksTest {
    @TempDir
    private Path parent;

    private StoreBase base() {
        return StoreBase.choose(parent.toString());
    }

    @Test
    void aRankIsMarkedOnce() throws IOException {
        for (long key : new long[] {0, 1L << 60, -1, 7, Long.MIN_VALUE}) {
            assertThat(RankMarks.mark(base(), key)).as("%x", key).isTrue();
            assertThat(RankMarks.mark(base(), key)).as("%x", key).isFalse();
        }
    }

    @Test
    void marksOfOldJobsMakeRoomAndTheFileDoesNotGrow() throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            RankMarks.mark(base(), random.nextLong());
        }
        Path file = base().directory().resolve("rank.lock");
        assertThat(Files.size(file)).isBetween(1L, 4096L * 64);
        assertThat(RankMarks.mark(base(), 42)).isTrue();
        for (int i = 0; i < 7; i++) {
            assertThat(RankMarks.mark(base(), 1000 + i)).isTrue();
            assertThat(RankMarks.mark(base(), 42)).isFalse();
        }
        assertThat(RankMarks.mark(base(), 2000)).isTrue();
        assertThat(RankMarks.mark(base(), 42)).as("eight newer marks in its row").isTrue();
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
    }

    @Test
    void aRowThatWasCutOffHasTheMarksThatAreLeft() throws IOException {
        RankMarks.mark(base(), 42);
        RankMarks.mark(base(), 43);
        Path file = base().directory().resolve("rank.lock");
        Files.write(file, java.util.Arrays.copyOf(Files.readAllBytes(file), 12));
        assertThat(RankMarks.mark(base(), 43)).isFalse();
        assertThat(RankMarks.mark(base(), 42)).isTrue();
    }

    @Test
    void ofManyAtOnceOneGetsTheRank() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            for (long key = 0; key < 20; key++) {
                long wanted = key << 52;
                List<Callable<Boolean>> all = new ArrayList<>();
                for (int i = 0; i < 16; i++) {
                    all.add(() -> RankMarks.mark(base(), wanted));
                }
                int taken = 0;
                for (Future<Boolean> one : threads.invokeAll(all)) {
                    taken += one.get() ? 1 : 0;
                }
                assertThat(taken).isEqualTo(1);
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void aLinkInTheFilesPlaceIsNotFollowed() throws IOException {
        base().prepare();
        Path target = Files.createFile(parent.resolve("target"));
        Files.createSymbolicLink(base().directory().resolve("rank.lock"), target);
        assertThatThrownBy(() -> RankMarks.mark(base(), 1)).isInstanceOf(IOException.class);
        assertThat(target).isEmptyFile();
    }
}
