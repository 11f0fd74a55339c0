package io.classcast.bench;

import io.classcast.bench.program.Hello;
import io.classcast.bench.report.Bound;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What the agent costs where there is nothing to gain. */
@Command(name = "hello", footer = "Example: startup-bench hello --rounds 21 --jdk 25",
        description = "What the agent adds to the wall time of a hello world whose class path is one small jar, with engine=none.")
final class HelloCommand implements Callable<Integer> {
    private static final String WALL = "wall ms";
    private static final double LIMIT_MILLIS = 60;

    @Mixin
    private MeasureOptions options;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Session session = new Session("hello", options, 21);
        String programs = session.places().programs().toString();
        session.scenario("plain", List.of("-cp", programs, Hello.class.getName()), outcome -> Map.of(WALL, outcome.wallMillis()));
        session.scenario("classcast", List.of(options.agent(session.places().agent(), ""), "-cp", programs, Hello.class.getName()), outcome -> {
            outcome.mustBeServed();
            return Map.of(WALL, outcome.wallMillis());
        });
        session.measure();
        double added = session.median("classcast", WALL) - session.median("plain", WALL);
        session.results().comparison("added wall ms", added);
        session.bound(new Bound("added to a hello world", added, LIMIT_MILLIS, "ms"));
        return session.finish("- plain", row -> Session.cell(session.median(row.scenario(), WALL) - session.median("plain", WALL)));
    }
}
