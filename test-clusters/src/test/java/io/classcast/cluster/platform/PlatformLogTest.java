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
        PlatformLog log = new PlatformLog(file, false);
        Verdict red = new Verdict("jdk-27", "hello, run", "JDK 27", 1, 2, 3.5, null, List.of("exit code\t1\ninstead of 0", "not served: no word"));
        Verdict green = new Verdict("jdk-27", "hello, run", "JDK 27", 2, 2, 3, null, List.of());
        Verdict never = new Verdict("jdk-17", "lucene10, run", "JDK 17", 0, 0, 0, "needs JDK 21", List.of());
        log.add(green);
        log.add(never);
        log.add(red);
        Files.writeString(file, "jdk-27\thello, run\tJDK 27\t2", StandardOpenOption.APPEND);
        assertThat(new PlatformLog(file, true).all().values()).containsExactlyInAnyOrder(never,
                new Verdict("jdk-27", "hello, run", "JDK 27", 1, 2, 3.5, null, List.of("exit code 1 instead of 0", "not served: no word")));
        assertThat(red.isGreen()).isFalse();
        assertThat(never.isGreen()).isTrue();
        assertThat(new PlatformLog(file, false).all()).isEmpty();
    }
}
