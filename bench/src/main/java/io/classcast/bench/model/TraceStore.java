package io.classcast.bench.model;

import io.classcast.bench.model.ModelRuns.Scenario;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Where traces are: in a directory, or those that come with the model. */
public final class TraceStore {
    private final Path directory;

    /**
     * Traces.
     *
     * @param directory null for those that come with the model
     */
    public TraceStore(Path directory) {
        this.directory = directory;
    }

    /**
     * The traces of a scenario, as a job on a machine.
     *
     * @param workload such as trivial-100
     * @param scenario how the ranks come to their classes
     * @param machine where it starts
     * @return the model of that job
     * @throws IOException if there are none, or if they are damaged
     */
    public ScaleModel model(String workload, Scenario scenario, Parameters machine) throws IOException {
        if (scenario == Scenario.PLAIN) {
            Trace every = read(workload, scenario, Trace.Role.EVERY);
            return new ScaleModel(machine, every, every);
        }
        return new ScaleModel(machine, read(workload, scenario, Trace.Role.ROOT), read(workload, scenario, Trace.Role.OTHERS));
    }

    /**
     * Writes a job's traces.
     *
     * @param traced a recorded job
     * @throws IOException if they cannot be written
     */
    public void write(ModelRuns.Traced traced) throws IOException {
        TraceFile.write(traced.root(), directory.resolve(name(traced.root().workload(), traced.root().scenario(), traced.root().role())));
        if (traced.others() != traced.root()) {
            TraceFile.write(traced.others(), directory.resolve(name(traced.others().workload(), traced.others().scenario(), traced.others().role())));
        }
    }

    private Trace read(String workload, Scenario scenario, Trace.Role role) throws IOException {
        String name = name(workload, ModelRuns.name(scenario), role);
        if (directory != null) {
            Path file = directory.resolve(name);
            if (!Files.exists(file)) {
                throw new IOException("no trace " + file + "; record it with startup-bench model record");
            }
            return TraceFile.read(file);
        }
        try (InputStream in = TraceStore.class.getResourceAsStream("traces/" + name)) {
            if (in == null) {
                throw new IOException("no trace of workload " + workload + " comes with the model; record it with startup-bench model record, and name its folder with --traces");
            }
            return TraceFile.read(in, name);
        }
    }

    private static String name(String workload, String scenario, Trace.Role role) {
        return workload.replaceAll("[^A-Za-z0-9.-]", "-") + "-" + scenario + "-" + role.name().toLowerCase(Locale.ROOT) + ".trace.gz";
    }
}
