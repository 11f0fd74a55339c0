package io.classcast.cluster.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformLogTest {
    @TempDir
    private Path directory;

    @Test
    void theLastVerdictCountsAndALineThatWasCutOffDoesNot() throws IOException {
        Path file = directory.resolve("results.tsv");
        PlatformLog log = new PlatformLog(file);
        Verdict red = new Verdict("2026-12-01", "jdk-27", "hello, run", "JDK 27", 1, 2, 3.5, null, List.of("exit code\t1\ninstead of 0", "not served: no word"));
        Verdict green = new Verdict("2026-12-01", "jdk-27", "hello, run", "JDK 27", 2, 2, 3, null, List.of());
        Verdict never = new Verdict("2026-12-01", "jdk-17", "lucene10, run", "JDK 17", 0, 0, 0, "needs JDK 21", List.of());
        log.add(green);
        log.add(never);
        log.add(red);
        Files.writeString(file, "2026-12-02\tjdk-27\thello, run\tJDK 27\t2", StandardOpenOption.APPEND);
        assertThat(new PlatformLog(file).all().values()).containsExactlyInAnyOrder(never,
                new Verdict("2026-12-01", "jdk-27", "hello, run", "JDK 27", 1, 2, 3.5, null, List.of("exit code 1 instead of 0", "not served: no word")));
        assertThat(red.isGreen()).isFalse();
        assertThat(never.isGreen()).isTrue();
    }

    @Test
    void tidyKeepsTheLastVerdictOfEachCheckInTheOrderOfTheTables() throws IOException {
        Path file = directory.resolve("results.tsv");
        PlatformLog log = new PlatformLog(file);
        Verdict late = new Verdict("2026-12-02", "mpich-debian13", "hello", "MPICH", 9, 10, 1, null, List.of("did not end"));
        Verdict early = new Verdict("2026-12-01", "jdk-17", "hello, run", "JDK 17", 1, 1, 1, null, List.of());
        log.add(new Verdict("2026-12-01", "mpich-debian13", "hello", "MPICH", 10, 10, 1, null, List.of()));
        log.add(late);
        log.add(new Verdict("2026-12-01", "mpich-debian13", "a check that is no more", "MPICH", 10, 10, 1, null, List.of()));
        log.add(early);
        log.tidy();
        assertThat(log.all().values()).containsExactly(early, late);
        assertThat(directory).isDirectoryContaining(f -> f.equals(file)).isDirectoryNotContaining(f -> !f.equals(file));
    }
}
