package io.classcast.bench.measure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The report that the agent's option {@code report=DIR} leaves of a job with one JVM.
 *
 * @param phasesMillis phase to milliseconds, in the order in which they happened
 * @param classHits classes that were found in the broadcast
 */
public record AgentReport(Map<String, Double> phasesMillis, long classHits) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** What comes before the image is ready to send. */
    private static final List<String> UNTIL_READY = List.of("premain", "connect", "scan");

    /**
     * Reads and removes the only report of a directory.
     *
     * @param directory of the option {@code report}
     * @return rank 0's numbers
     * @throws IOException if there is not exactly one report
     */
    public static AgentReport take(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(directory)) {
            files = found.filter(file -> file.toString().endsWith(".json")).toList();
        }
        if (files.size() != 1) {
            throw new IOException(files.size() + " reports of the agent in " + directory + " instead of one");
        }
        JsonNode rank = MAPPER.readTree(files.get(0).toFile()).at("/ranks/0");
        if (!rank.path("phasesMs").isObject()) {
            throw new IOException("no phasesMs of rank 0 in " + files.get(0));
        }
        Map<String, Double> phases = new LinkedHashMap<>();
        rank.path("phasesMs").properties().forEach(phase -> phases.put(phase.getKey(), phase.getValue().asDouble()));
        Files.delete(files.get(0));
        return new AgentReport(phases, rank.path("classHits").asLong());
    }

    /**
     * From premain's first statement to an image that is ready to be sent.
     *
     * @return milliseconds
     */
    public double readyMillis() {
        return UNTIL_READY.stream().mapToDouble(phase -> phasesMillis.getOrDefault(phase, 0.0)).sum();
    }
}
