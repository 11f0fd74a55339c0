package io.classcast.bench.report;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.classcast.bench.measure.Jdk;
import io.classcast.bench.measure.Samples;
import io.classcast.bench.measure.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The JSON file of one benchmark run. */
public final class Results {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final ObjectNode root = MAPPER.createObjectNode();

    /**
     * An empty result.
     *
     * @param benchmark its name
     * @param machine facts about the machine
     * @param jdk the measured JDK
     * @param rounds measured rounds
     */
    public Results(String benchmark, Map<String, Object> machine, Jdk jdk, int rounds) {
        root.put("benchmark", benchmark);
        root.set("machine", MAPPER.valueToTree(machine));
        root.putObject("jdk").put("version", jdk.version().toString()).put("vendor", jdk.vendor()).put("home", jdk.home().toString());
        root.put("harnessJdk", Runtime.version().toString());
        root.put("rounds", rounds);
    }

    /**
     * Adds a fact about the workload.
     *
     * @param key name
     * @param value number
     * @return this
     */
    public Results workload(String key, long value) {
        root.withObjectProperty("workload").put(key, value);
        return this;
    }

    /**
     * Adds what was measured.
     *
     * @param scenarios what was run
     * @param samples scenario to measure to samples
     * @return this
     */
    public Results measured(List<Scenario> scenarios, Map<String, Map<String, Samples>> samples) {
        ObjectNode all = root.withObjectProperty("scenarios");
        for (Scenario scenario : scenarios) {
            ObjectNode one = all.putObject(scenario.name());
            scenario.command().forEach(one.putArray("command")::add);
            samples.get(scenario.name()).forEach((measure, values) -> {
                ObjectNode node = one.putObject(measure).put("median", round(values.median())).put("min", round(values.min()))
                        .put("p25", round(values.quantile(0.25))).put("p75", round(values.quantile(0.75))).put("max", round(values.max()));
                ArrayNode list = node.putArray("values");
                for (double value : values.values()) {
                    list.add(round(value));
                }
            });
        }
        return this;
    }

    /**
     * Adds a ratio or a difference of medians.
     *
     * @param name what is compared
     * @param value the figure
     * @return this
     */
    public Results comparison(String name, double value) {
        root.withObjectProperty("comparisons").put(name, round(value));
        return this;
    }

    /**
     * Adds something that must hold.
     *
     * @param bound with its value
     * @return this
     */
    public Results bound(Bound bound) {
        root.withArrayProperty("bounds").addObject().put("what", bound.what()).put("value", round(bound.value())).put("limit", bound.limit())
                .put("unit", bound.unit()).put("holds", bound.holds());
        return this;
    }

    /**
     * Writes the file.
     *
     * @param file where
     * @throws IOException if it cannot be written
     */
    public void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, this + "\n");
    }

    @Override
    public String toString() {
        try {
            DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
            printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
            return MAPPER.writer(printer).writeValueAsString(root);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Microseconds of a millisecond are more than these measurements can tell apart. */
    private static double round(double value) {
        return Math.rint(value * 1000) / 1000;
    }
}
