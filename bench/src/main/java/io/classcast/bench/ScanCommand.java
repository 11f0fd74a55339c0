package io.classcast.bench;

import io.classcast.bench.measure.AgentReport;
import io.classcast.bench.measure.Outcome;
import io.classcast.bench.program.Hello;
import io.classcast.bench.report.Bound;
import io.classcast.bench.workload.JarFolder;
import io.classcast.bench.workload.Scratch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** How long rank 0 scans. */
@Command(name = "scan", footer = "Example: startup-bench scan --rounds 9",
        description = "Rank 0's scan of a large class path with a warm page cache: from premain to an image that is ready to send, by the agent's own report, "
                + "and from outside by what the agent adds to the wall time of a hello world.")
final class ScanCommand implements Callable<Integer> {
    private static final String WALL = "wall ms";
    private static final String READY = "ready ms";
    private static final double LIMIT_MILLIS = 350;

    @Mixin
    private MeasureOptions options;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Session session = new Session("scan", options, 11);
        JarFolder jars = session.places().bigClassPath();
        String classPath = jars.behind(session.places().programs());
        try (Scratch reports = new Scratch(session.places().target(), "reports")) {
            session.scenario("plain", List.of("-cp", classPath, Hello.class.getName()), outcome -> Map.of(WALL, outcome.wallMillis()));
            String agent = options.agent(session.places().agent(), "report=" + reports.path());
            session.scenario("classcast", List.of(agent, "-cp", classPath, Hello.class.getName()), outcome -> measures(outcome, reports.path()));
            session.measure();
        }
        double added = session.median("classcast", WALL) - session.median("plain", WALL);
        session.results().workload("jars", jars.jars().size()).workload("bytes", jars.bytes()).workload("names", jars.names())
                .comparison("added wall ms", added);
        session.bound(new Bound("premain to an image that is ready to send", session.median("classcast", READY), LIMIT_MILLIS, "ms"));
        System.out.printf("class path: %d jars, %d MB, %d names; wall time added to a hello world: %.1f ms%n%n", jars.jars().size(),
                jars.bytes() / 1_000_000, jars.names(), added);
        return session.finish("- plain", row -> row.measure().equals(WALL) ? Session.cell(session.median(row.scenario(), WALL)
                - session.median("plain", WALL)) : "");
    }

    private static Map<String, Double> measures(Outcome outcome, Path reports) throws IOException {
        outcome.mustBeServed();
        AgentReport report = AgentReport.take(reports);
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put(WALL, outcome.wallMillis());
        measures.put(READY, report.readyMillis());
        report.phasesMillis().forEach((phase, millis) -> measures.put("  " + phase + " ms", millis));
        return measures;
    }
}
