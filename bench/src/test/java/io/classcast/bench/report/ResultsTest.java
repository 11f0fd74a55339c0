package io.classcast.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.classcast.bench.measure.Jdk;
import io.classcast.bench.measure.Samples;
import io.classcast.bench.measure.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
    @TempDir
    private Path directory;

    @Test
    void theFileHoldsCommandsStatisticsAndBounds() throws IOException {
        Path file = directory.resolve("target/hello.json");
        Jdk jdk = new Jdk(Path.of("jdk"), Runtime.Version.parse("17.0.2"), "Somebody");
        Scenario scenario = new Scenario("plain", List.of("java", "Hello"), Map::of);

        new Results("hello", Machine.facts(), jdk, 3).workload("jars", 275)
                .measured(List.of(scenario), Map.of("plain", Map.of("wall ms", new Samples(30.12345, 10, 20))))
                .comparison("added", 12.5).bound(new Bound("added to a hello world", 61, 60, "ms")).write(file);

        JsonNode json = new ObjectMapper().readTree(file.toFile());
        assertThat(json.at("/machine/cores").asInt()).isPositive();
        assertThat(json.at("/jdk/version").asText()).isEqualTo("17.0.2");
        assertThat(json.at("/workload/jars").asInt()).isEqualTo(275);
        assertThat(json.at("/scenarios/plain/command/1").asText()).isEqualTo("Hello");
        assertThat(json.at("/scenarios/plain/wall ms/median").asDouble()).isEqualTo(20);
        assertThat(json.at("/scenarios/plain/wall ms/values/0").asDouble()).isEqualTo(30.123);
        assertThat(json.at("/comparisons/added").asDouble()).isEqualTo(12.5);
        assertThat(json.at("/bounds/0/holds").asBoolean()).isFalse();
    }

    @Test
    void aBoundSaysWhetherItHolds() {
        assertThat(new Bound("loop, ours / plain", 0.7, 0.75, "")).hasToString("loop, ours / plain: 0.70, at most 0.75: holds");
        assertThat(new Bound("added", 61, 60, "ms")).hasToString("added: 61.00 ms, at most 60.00 ms: DOES NOT HOLD");
        assertThat(new Bound("added", 60, 60, "ms").holds()).isTrue();
    }
}
