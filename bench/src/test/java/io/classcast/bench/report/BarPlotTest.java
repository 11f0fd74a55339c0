package io.classcast.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BarPlotTest {
    @TempDir
    private Path directory;

    @Test
    void aBenchmarksMediansAreBarsWithTheirValues() throws IOException {
        Path results = Files.writeString(directory.resolve("job.json"), """
                {"scenarios": {"local": {"wall s": {"median": 42.71}}, "agent": {"wall s": {"median": 35.2}}}}
                """);
        Path one = directory.resolve("docs/one.svg");
        Path two = directory.resolve("two.svg");
        BarPlot.draw(results, "wall s", "A session", one);
        BarPlot.draw(results, "wall s", "A session", two);
        assertThat(one).content().startsWith("<svg").contains(">A session</title", ">local</text", ">42.7</text", ">35.2</text", "wall s, median");
        assertThat(one).hasSameBinaryContentAs(two);
        assertThatThrownBy(() -> BarPlot.draw(results, "cpu s", null, two)).isInstanceOf(IOException.class).hasMessageContaining("no measure cpu s");
    }
}
