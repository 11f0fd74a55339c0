package io.classcast.bench;

import io.classcast.bench.program.FirstCalls;
import io.classcast.bench.report.Bound;
import io.classcast.bench.workload.LambdaCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What lambdas cost when they are met for the first time. */
@Command(name = "lambda", footer = "Example: startup-bench lambda --rounds 9",
        description = "The first use of 2,000 lambdas, every other one serializable, without the agent, with it, and with it where it leaves them to the JDK.")
final class LambdaCommand implements Callable<Integer> {
    private static final int LAMBDAS = 2000;
    private static final String FIRST = "first calls ms";
    private static final double LIMIT = 0.75;
    /** Up to JDK 23, whose generator writes by ASM: that is faster than the one that came then. */
    private static final double LIMIT_OF_ASM = 0.90;

    @Mixin
    private MeasureOptions options;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Session session = new Session("lambda", options, 7);
        Path calls = session.places().target().resolve("lambda");
        LambdaCalls.write(calls, LAMBDAS);
        List<String> program = List.of("-cp", session.places().programs() + ":" + calls, FirstCalls.class.getName(), LambdaCalls.NAME);
        session.scenario("plain", program, outcome -> Map.of(FIRST, outcome.number("linkNanos") / 1e6));
        for (String linker : new String[] {"auto", "jdk"}) {
            List<String> command = new ArrayList<>(List.of(options.agent(session.places().agent(), "linking=" + linker)));
            command.addAll(program);
            session.scenario("linking=" + linker, command, outcome -> {
                outcome.mustBeServed();
                return Map.of(FIRST, outcome.number("linkNanos") / 1e6);
            });
        }
        session.measure();
        session.results().workload("lambdas", LAMBDAS);
        session.bound(new Bound("first calls, of plain", session.median("linking=auto", FIRST) / session.median("plain", FIRST),
                session.jdk().version().feature() < 24 ? LIMIT_OF_ASM : LIMIT, ""));
        return session.finish("x plain", row -> String.format("%.2f", session.median(row.scenario(), row.measure()) / session.median("plain", row.measure())));
    }
}
