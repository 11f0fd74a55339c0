package io.classcast.bench.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A modelled machine's parameters, each with the reason for its value.
 *
 * @param title what the machine is
 * @param parameters their values
 * @param notes parameter to why it has its value
 */
public record MachineFile(String title, Parameters parameters, Map<String, Note> notes) {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

    /**
     * Why a parameter has its value.
     *
     * @param value as in the file
     * @param why source or reason
     * @param fitted whether it was chosen so that a published figure comes out
     */
    public record Note(JsonNode value, String why, boolean fitted) {
    }

    /**
     * Reads a file.
     *
     * @param file JSON
     * @return the machine
     * @throws IOException if something is missing or wrong in it, with one line that says what
     */
    public static MachineFile read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, file.toString());
        }
    }

    /**
     * Reads a machine that comes with the model.
     *
     * @param name such as bluegene-p
     * @return the machine
     * @throws IOException if there is none
     */
    public static MachineFile known(String name) throws IOException {
        try (InputStream in = MachineFile.class.getResourceAsStream(name + ".json")) {
            if (in == null) {
                throw new IOException("no machine \"" + name + "\" comes with the model, and no such file is there");
            }
            return read(in, name + ".json");
        }
    }

    private static MachineFile read(InputStream in, String name) throws IOException {
        try {
            JsonNode root = MAPPER.readTree(in);
            ObjectNode values = MAPPER.createObjectNode();
            Map<String, Note> notes = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> parameter : root.path("parameters").properties()) {
                JsonNode given = parameter.getValue();
                if (given.path("why").asText().isBlank() || !given.has("value")) {
                    throw new IOException(name + ": parameter " + parameter.getKey() + " needs a value and a why");
                }
                values.set(parameter.getKey(), given.get("value"));
                notes.put(parameter.getKey(), new Note(given.get("value"), given.get("why").asText(), given.path("fitted").asBoolean()));
            }
            Set<String> missing = Arrays.stream(Parameters.class.getRecordComponents()).map(RecordComponent::getName)
                    .collect(Collectors.toCollection(TreeSet::new));
            missing.removeAll(notes.keySet());
            if (!missing.isEmpty()) {
                throw new IOException(name + ": no " + String.join(", ", missing));
            }
            return new MachineFile(root.path("title").asText(name), MAPPER.treeToValue(values, Parameters.class).checked(), notes);
        } catch (JsonProcessingException e) {
            throw new IOException(name + " is no machine of the scale model: " + e.getOriginalMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new IOException(name + ": " + e.getMessage(), e);
        }
    }
}
