package io.classcast.bench.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whatever stands in a file of results: it is refused in one line that names it, or written and read again it says the same. */
class RunFileFuzzTest {
    @FuzzTest
    void resultsAreRefusedOrSayTheSameWhenWrittenAnew(byte[] data) throws IOException {
        Path shared = Path.of("/dev/shm");
        Path file = Files.isWritable(shared) ? Files.createTempFile(shared, "classcast-fuzz", ".json") : Files.createTempFile("classcast-fuzz", ".json");
        try {
            Files.write(file, data);
            StartupRun run;
            try {
                run = RunFile.read(file);
            } catch (IOException e) {
                assertThat(e.getMessage()).startsWith(file.toString()).doesNotContain("\n");
                return;
            }
            for (Trial trial : run.trials()) {
                trial.ended();
                trial.wholeMillis();
                trial.ofHosts().forEach(Trial.OfHost::metadata);
            }
            RunFile.write(run, file);
            assertThat(RunFile.read(file)).isEqualTo(run);
        } finally {
            Files.delete(file);
        }
    }
}
