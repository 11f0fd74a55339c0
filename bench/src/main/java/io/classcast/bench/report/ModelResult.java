package io.classcast.bench.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What the scale model has computed: nothing of it was measured, but for the column that says so.
 *
 * @param format {@link #FORMAT}
 * @param title what was modelled
 * @param parameters what it was computed from
 * @param curves a scenario over numbers of ranks
 * @param published what others have measured, beside the model
 * @param validation what we have measured, beside the model
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record ModelResult(String format, String title, Map<String, Object> parameters, List<Curve> curves, List<Published> published, List<Validation> validation) {
    /** Names the format and its version. */
    static final String FORMAT = "startup-bench model 1";

    /** What is missing is empty. */
    ModelResult {
        parameters = parameters == null ? Map.of() : parameters;
        curves = curves == null ? List.of() : curves;
        published = published == null ? List.of() : published;
        validation = validation == null ? List.of() : validation;
    }

    /**
     * A scenario.
     *
     * @param scenario its name
     * @param points at each number of ranks
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Curve(String scenario, List<Point> points) {
    }

    /**
     * A job.
     *
     * @param ranks how many
     * @param seconds modelled
     * @param metadata operations, modelled; null if it says nothing about them
     * @param bytes read, modelled; null if it says nothing about them
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Point(int ranks, double seconds, Double metadata, Double bytes) {
    }

    /**
     * A figure from the literature.
     *
     * @param what whose, and of what
     * @param ranks how many
     * @param publishedSeconds what they measured
     * @param modelledSeconds what the model says
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Published(String what, int ranks, double publishedSeconds, double modelledSeconds) {
    }

    /**
     * A figure of ours.
     *
     * @param scenario its name
     * @param ranks how many
     * @param measuredSeconds median
     * @param predictedSeconds what the model says
     * @param error relative
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Validation(String scenario, int ranks, double measuredSeconds, double predictedSeconds, double error) {
    }

    /** Reads it. */
    static ModelResult read(Path file) throws IOException {
        ModelResult model;
        try {
            model = new ObjectMapper().readValue(file.toFile(), ModelResult.class);
        } catch (JsonProcessingException e) {
            throw new IOException(file + " is no result of the scale model: " + Text.line(e.getOriginalMessage()), e);
        }
        if (model == null || !FORMAT.equals(model.format)) {
            throw new IOException(file + " is no result of the scale model: its format is not \"" + FORMAT + "\"");
        }
        if (model.curves.stream().anyMatch(curve -> curve == null || curve.scenario() == null || curve.points() == null || curve.points().contains(null))) {
            throw new IOException(file + " has a curve without scenario or points; make it anew");
        }
        return model;
    }
}
