package io.classcast.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundTripTest {
    @TempDir
    Path directory;
    private long now;
    private long step = 1000;
    private final RoundTrip roundTrip = new RoundTrip(() -> now += step);

    @Test
    void theMedianIsInSeconds() throws IOException {
        Path file = Files.createFile(directory.resolve("f"));
        assertThat(roundTrip.absent(List.of(directory))).hasValue(1e-6);
        assertThat(roundTrip.repeated(file)).hasValue(1e-6);
        assertThat(roundTrip.opens(List.of(file))).hasValue(1e-6);
    }

    @Test
    void nothingToMeasureIsNoFigure() {
        assertThat(roundTrip.absent(List.of())).isEmpty();
        assertThat(roundTrip.opens(List.of(directory, directory.resolve("gone")))).isEmpty();
    }

    @Test
    void nothingIsLeftBehind() throws IOException {
        roundTrip.absent(List.of(directory));
        assertThat(Files.list(directory)).isEmpty();
    }
}
