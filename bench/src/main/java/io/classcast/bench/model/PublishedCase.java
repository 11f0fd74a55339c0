package io.classcast.bench.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** What was published about MPI_Import on a BlueGene/P, and what the model gives for it: one set of parameters for both figures. */
public final class PublishedCase {
    /** The machine's name. */
    public static final String MACHINE = "bluegene-p";

    /**
     * A published figure beside the modelled one.
     *
     * @param what was run
     * @param ranks processes
     * @param publishedSeconds the publication's
     * @param modelledSeconds the model's
     */
    public record Figure(String what, int ranks, double publishedSeconds, double modelledSeconds) {
    }

    private final MachineFile machine;
    private final JsonNode facts;

    /**
     * Reads the case, which comes with the model.
     *
     * @throws IOException if it is damaged
     */
    public PublishedCase() throws IOException {
        machine = MachineFile.known(MACHINE);
        try (InputStream in = PublishedCase.class.getResourceAsStream(MACHINE + ".json")) {
            facts = new ObjectMapper().readTree(in);
        }
    }

    /**
     * Its machine.
     *
     * @return parameters with reasons
     */
    public MachineFile machine() {
        return machine;
    }

    /**
     * Its size.
     *
     * @return processes
     */
    public int ranks() {
        return facts.at("/published/ranks").asInt();
    }

    /**
     * Runs the model.
     *
     * @return plain, and with broadcast locations
     */
    public List<Figure> figures() {
        PythonImport python = new PythonImport(workload("modules"), workload("directories"), workload("libraryBytes"), workload("importMicros"));
        return List.of(
                figure("python: every process searches", "plainSeconds", python.plain(), python.plain()),
                figure("python: MPI_Import, locations are broadcast", "locationsSeconds", python.root(), python.others()));
    }

    private int workload(String name) {
        return facts.path("workload").path(name).path("value").asInt();
    }

    private Figure figure(String what, String published, Trace root, Trace others) {
        return new Figure(what, ranks(), facts.path("published").path(published).asDouble(), new ScaleModel(machine.parameters(), root, others).at(ranks()).seconds());
    }
}
