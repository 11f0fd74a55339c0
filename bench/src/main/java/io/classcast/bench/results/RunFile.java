package io.classcast.bench.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The JSON file of a run. */
public final class RunFile {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private RunFile() {
    }

    /**
     * Reads a run.
     *
     * @param file written by {@link #write}
     * @return the run
     * @throws IOException if it cannot be read or is something else, with one line that says so
     */
    public static StartupRun read(Path file) throws IOException {
        StartupRun run;
        try {
            run = MAPPER.readValue(file.toFile(), StartupRun.class);
        } catch (JsonProcessingException e) {
            throw new IOException(file + " is no result of startup-bench run: " + e.getOriginalMessage().replace('\n', ' '), e);
        } catch (CharConversionException e) {
            throw new IOException(file + " is no result of startup-bench run: " + e.getMessage(), e);
        }
        if (run == null || !StartupRun.FORMAT.equals(run.format()) || run.where() == null || run.trials() == null) {
            throw new IOException(file + " is no result of startup-bench run: its format is not \"" + StartupRun.FORMAT + "\"");
        }
        for (Trial trial : run.trials()) {
            if (trial == null || trial.scenario() == null || trial.ofRanks() == null || trial.ofHosts() == null || trial.ofRanks().contains(null)
                    || trial.ofHosts().stream().anyMatch(host -> host == null || host.operations() == null)) {
                throw new IOException(file + " is no result of startup-bench run: a trial is not whole");
            }
        }
        return run;
    }

    /**
     * Writes a run; a reader sees the old file or the new one, whole.
     *
     * @param run all of it
     * @param file where
     * @throws IOException if it cannot be written
     */
    public static void write(StartupRun run, Path file) throws IOException {
        Path parent = Files.createDirectories(file.toAbsolutePath().getParent());
        Path partial = Files.createTempFile(parent, file.getFileName().toString(), ".partial");
        try {
            MAPPER.writeValue(partial.toFile(), run);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(partial);
        }
    }
}
