package io.classcast.cluster.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FuzzCountsTest {
    @Test
    void campaignsAndKeptInputsAreCounted(@TempDir Path root) throws IOException {
        Files.createDirectories(root.resolve("test-clusters"));
        Files.writeString(root.resolve("test-clusters/fuzz.tsv"), "# date target executions seconds\n2026-01-01\tImage\t1000\t900\n2026-01-02\tImage\t500\t9\n"
                + "2026-01-02\tOptions\t1\t9\n");
        Path corpus = Files.createDirectories(root.resolve("cli/src/test/resources/io/x/ArchiveFuzzTestInputs/reads"));
        Files.writeString(corpus.resolve("a"), "");
        Files.writeString(corpus.resolve("b"), "");
        Files.writeString(root.resolve("cli/src/test/resources/other"), "");
        assertThat(FuzzCounts.of(root)).isEqualTo(new FuzzCounts(3, 2, 1501, 2)).hasToString("1,501 inputs fuzzed in 3 campaigns of 2 targets; 2 kept bad inputs,"
                + " which every build tries again");
    }
}
