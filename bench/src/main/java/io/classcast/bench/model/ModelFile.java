package io.classcast.bench.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What {@code startup-bench model} writes. Every second in it but the measured and the published ones is modelled.
 *
 * @param format {@link #FORMAT}
 * @param title what was modelled; says "modelled"
 * @param parameters of the machine, with reasons
 * @param curves scenario to points
 * @param published published figures beside modelled ones
 * @param validation measured figures beside predicted ones; empty before {@code startup-bench model validate}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelFile(String format, String title, Map<String, MachineFile.Note> parameters, List<Curve> curves, List<PublishedCase.Figure> published,
        List<Validation> validation) {
    /** Names the format and its version. */
    public static final String FORMAT = "startup-bench model 1";
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /**
     * One scenario at many sizes.
     *
     * @param scenario its name
     * @param points by ranks
     */
    public record Curve(String scenario, List<Point> points) {
    }

    /**
     * A job that was run on simulated hosts.
     *
     * @param scenario its name
     * @param ranks of the job
     * @param measuredSeconds from the launcher's start to its end
     * @param predictedSeconds the model's, from the traces of one rank
     * @param error predicted against measured: 0.05 is 5 % too long
     */
    public record Validation(String scenario, int ranks, double measuredSeconds, double predictedSeconds, double error) {
        /**
         * A comparison.
         *
         * @param scenario its name
         * @param ranks of the job
         * @param measured seconds
         * @param predicted seconds
         * @return with the error
         */
        static Validation of(String scenario, int ranks, double measured, double predicted) {
            return new Validation(scenario, ranks, rounded(measured), rounded(predicted), rounded(predicted / measured - 1));
        }
    }

    /** Milliseconds are more than the model can tell. */
    static double rounded(double seconds) {
        return Math.rint(seconds * 1000) / 1000;
    }

    /**
     * Reads a file.
     *
     * @param file written by {@link #write}
     * @return its content
     * @throws IOException if it is something else, with one line that says so
     */
    public static ModelFile read(Path file) throws IOException {
        ModelFile content;
        try {
            content = MAPPER.readValue(file.toFile(), ModelFile.class);
        } catch (JsonProcessingException e) {
            throw new IOException(file + " is no result of startup-bench model: " + e.getOriginalMessage(), e);
        }
        if (content == null || !FORMAT.equals(content.format())) {
            throw new IOException(file + " is no result of startup-bench model: its format is not \"" + FORMAT + "\"");
        }
        return content;
    }

    /**
     * Writes the file.
     *
     * @param file where
     * @throws IOException if it cannot be written
     */
    public void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, MAPPER.writeValueAsString(this) + "\n");
    }
}
