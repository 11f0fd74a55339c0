package io.classcast.bench;

import io.classcast.bench.measure.JavaCommand;
import io.classcast.bench.measure.Jdk;
import io.classcast.bench.measure.Outcome;
import io.classcast.bench.measure.Rounds;
import io.classcast.bench.measure.Samples;
import io.classcast.bench.measure.Scenario;
import io.classcast.bench.report.Bound;
import io.classcast.bench.report.Machine;
import io.classcast.bench.report.Results;
import io.classcast.bench.report.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** One run of one benchmark: its scenarios, their samples, and what is printed and written about them. */
final class Session {
    private final String benchmark;
    private final MeasureOptions options;
    private final int rounds;
    private final Jdk jdk;
    private final List<Scenario> scenarios = new ArrayList<>();
    private final List<Bound> bounds = new ArrayList<>();
    private final Places places = new Places();
    private final Results results;
    private Map<String, Map<String, Samples>> samples;

    Session(String benchmark, MeasureOptions options, int usualRounds) throws IOException {
        this.benchmark = benchmark;
        this.options = options;
        rounds = options.rounds(usualRounds);
        jdk = options.jdk();
        results = new Results(benchmark, Machine.facts(), jdk, rounds);
    }

    Places places() {
        return places;
    }

    Jdk jdk() {
        return jdk;
    }

    Results results() {
        return results;
    }

    /** Adds a scenario that starts one JVM and takes its measures from how it ended. */
    void scenario(String name, List<String> arguments, Measures measures) {
        program(name, new JavaCommand(jdk, arguments), measures);
    }

    /** The same with a program that becomes a JVM. */
    void program(String name, JavaCommand command, Measures measures) {
        scenarios.add(new Scenario(name, command.line(), () -> measures.of(command.run())));
    }

    /** Adds a scenario that is more than one JVM. */
    void scenario(Scenario scenario) {
        scenarios.add(scenario);
    }

    void measure() throws IOException, InterruptedException {
        samples = new Rounds(rounds, line -> System.err.println(benchmark + ": " + line)).run(scenarios);
        results.measured(scenarios, samples);
    }

    Samples samples(String scenario, String measure) {
        return samples.get(scenario).get(measure);
    }

    /** Median of one scenario's measure. */
    double median(String scenario, String measure) {
        return samples(scenario, measure).median();
    }

    void bound(Bound bound) {
        bounds.add(bound);
        results.bound(bound);
    }

    /**
     * Prints the table and what must hold, and writes the JSON file.
     *
     * @param lastColumn heading of the last column
     * @param last the last column's cell, given "scenario measure"
     * @return exit code
     */
    int finish(String lastColumn, Function<Row, String> last) throws IOException {
        Table table = new Table("scenario", "measure", "median", "min", "p25", "p75", "max", lastColumn);
        samples.forEach((scenario, measures) -> measures.forEach((measure, values) -> table.row(scenario, measure, cell(values.median()), cell(values.min()),
                cell(values.quantile(0.25)), cell(values.quantile(0.75)), cell(values.max()), last.apply(new Row(scenario, measure)))));
        System.out.printf("%s, JDK %s, %d rounds%n%n%s%n", benchmark, jdk.version(), rounds, table);
        bounds.forEach(System.out::println);
        var file = places.target().resolve(benchmark + "-jdk" + jdk.version().feature() + ".json");
        results.write(file);
        System.out.println("written: " + file);
        return options.check() && !bounds.stream().allMatch(Bound::holds) ? 1 : 0;
    }

    static String cell(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /**
     * A line of the table.
     *
     * @param scenario its name
     * @param measure its name
     */
    record Row(String scenario, String measure) {
    }

    /** Takes measures from a JVM that ended. */
    @FunctionalInterface
    interface Measures {
        Map<String, Double> of(Outcome outcome) throws IOException;
    }
}
