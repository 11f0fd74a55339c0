package io.classcast.bench;

import io.classcast.bench.measure.Outcome;
import io.classcast.bench.program.ConcatProbe;
import io.classcast.bench.report.Bound;
import io.classcast.bench.workload.ConcatCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What string concatenations cost when they run for the first time, and when they run hot. */
@Command(name = "concat", footer = "Example: startup-bench concat --rounds 9",
        description = "The first calls of 500 string concatenations, each with constants of its own, and calls that run hot, without and with the agent. Up to JDK 23 the agent links them;"
                + " from 24 on there is nothing to compare.")
final class ConcatCommand implements Callable<Integer> {
    private static final int CALLS = 500;
    private static final String FIRST = "first calls ms";
    private static final String HOT = "hot call ns";
    private static final double FIRST_LIMIT = 0.75;
    private static final double HOT_LIMIT = 1.10;

    @Mixin
    private MeasureOptions options;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Session session = new Session("concat", options, 7);
        Path calls = session.places().target().resolve("concat");
        ConcatCalls.write(calls, CALLS);
        String classPath = session.places().programs() + ":" + calls;
        session.scenario("plain", List.of("-cp", classPath, ConcatProbe.class.getName(), ConcatCalls.NAME), ConcatCommand::measures);
        session.scenario("classcast", List.of(options.agent(session.places().agent(), ""), "-cp", classPath, ConcatProbe.class.getName(), ConcatCalls.NAME), outcome -> {
            outcome.mustBeServed();
            return measures(outcome);
        });
        session.measure();
        session.results().workload("calls", CALLS);
        if (session.jdk().version().feature() < 24) {
            session.bound(new Bound("first calls, of plain", session.median("classcast", FIRST) / session.median("plain", FIRST), FIRST_LIMIT, ""));
        }
        session.bound(new Bound("hot call, of plain", session.median("classcast", HOT) / session.median("plain", HOT), HOT_LIMIT, ""));
        return session.finish("x plain", row -> String.format("%.2f", session.median(row.scenario(), row.measure()) / session.median("plain", row.measure())));
    }

    private static Map<String, Double> measures(Outcome outcome) {
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put(FIRST, outcome.number("linkNanos") / 1e6);
        measures.put(HOT, outcome.number("hotPicos") / 1e3);
        return measures;
    }
}
