package io.classcast.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private final List<String> runs = new ArrayList<>();

    @Test
    void scenariosAreInterleavedAndTheWarmUpIsNotCounted() throws IOException, InterruptedException {
        var samples = new Rounds(2, line -> { }).run(List.of(scenario("a"), scenario("b")));

        assertThat(runs).containsExactly("a", "b", "a", "b", "a", "b");
        assertThat(samples).containsOnlyKeys("a", "b");
        assertThat(samples.get("a").get("order").values()).containsExactly(3, 5);
        assertThat(samples.get("b").get("order").values()).containsExactly(4, 6);
    }

    private Scenario scenario(String name) {
        return new Scenario(name, List.of("java", name), () -> {
            runs.add(name);
            return Map.of("order", (double) runs.size());
        });
    }
}
