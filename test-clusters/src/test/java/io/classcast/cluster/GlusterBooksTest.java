package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** GlusterFS' names of file operations, in ours. */
class GlusterBooksTest {
    @Test
    void everyCounterHasItsOperations() {
        GlusterBooks books = new GlusterBooks(Map.of("LOOKUP", 1L, "STAT", 2L, "FSTAT", 4L, "OPEN", 8L, "READ", 16L, "READDIR", 32L, "READDIRP",
                64L, "READLINK", 128L, "OPENDIR", 256L), 512, 1024);
        assertThat(books.counters()).isEqualTo(new Counters(1, 512, 6, 8, 16, 1024, 96, 128));
    }

    @Test
    void whatWasNotAddedIsLeftOut() {
        GlusterBooks earlier = new GlusterBooks(Map.of("LOOKUP", 3L, "OPEN", 1L), 1, 10);
        GlusterBooks added = new GlusterBooks(Map.of("LOOKUP", 2L), 1, 0);
        assertThat(earlier.plus(added).since(earlier)).isEqualTo(added);
        assertThat(earlier.since(earlier).calls()).isEmpty();
    }

    @Test
    void lettingGoIsNoRequest() {
        assertThat(new GlusterBooks(Map.of("RELEASE", 1L, "RELEASEDIR", 1L, "FORGET", 1L), 0, 0).calls()).isEmpty();
    }
}
