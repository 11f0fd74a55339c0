package io.classcast.bench.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The reports that the agents of a job have written, one per node. */
public final class AgentPhases {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private AgentPhases() {
    }

    /**
     * Reads and removes them.
     *
     * @param directory their option report
     * @return rank to phase to milliseconds
     * @throws IOException if one cannot be read
     */
    public static Map<Integer, Map<String, Double>> take(Path directory) throws IOException {
        Map<Integer, Map<String, Double>> phases = new HashMap<>();
        List<Path> reports;
        try (Stream<Path> files = Files.list(directory)) {
            reports = files.filter(file -> file.toString().endsWith(".json")).toList();
        }
        for (Path report : reports) {
            for (JsonNode rank : MAPPER.readTree(report.toFile()).path("ranks")) {
                Map<String, Double> ofRank = new LinkedHashMap<>();
                rank.path("phasesMs").properties().forEach(phase -> ofRank.put(phase.getKey(), phase.getValue().asDouble()));
                phases.put(rank.path("rank").asInt(), ofRank);
            }
            Files.delete(report);
        }
        return phases;
    }
}
