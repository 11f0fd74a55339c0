package io.classcast.bench;

import io.classcast.bench.measure.Outcome;
import io.classcast.bench.program.HeapProbe;
import io.classcast.bench.report.Bound;
import io.classcast.bench.workload.GeneratedJars;
import io.classcast.bench.workload.JarFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** How much heap the lookup needs, and that it does not grow with the class path. */
@Command(name = "heap", footer = "Example: startup-bench heap --jdk 25",
        description = "Heap in use after full collections, with generated class paths of 1,000 and 100,000 names, before (idle) and after 10,000 lookups. "
                + "The baseline is a plain JVM that has not looked anything up: it has opened none of the jars.")
final class HeapCommand implements Callable<Integer> {
    private static final int SMALL = 1_000;
    private static final int LARGE = 100_000;
    private static final int LOOKUPS = 10_000;
    private static final String IDLE = "idle KiB";
    private static final String USED = "used KiB";
    private static final double LIMIT_KIB = 2048;
    /**
     * A collector that leaves nothing behind: what is in use after a full collection is what is reachable. Soft references count as not reachable: the JDK's
     * built-in class loaders remember each resource name that they were asked for behind one (BuiltinClassLoader.resourceCache), with and without an agent.
     */
    private static final List<String> JVM = List.of("-XX:+UseSerialGC", "-XX:SoftRefLRUPolicyMSPerMB=0", "-Xms64m", "-Xmx64m");

    @Mixin
    private MeasureOptions options;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Session session = new Session("heap", options, 5);
        for (int names : new int[] {SMALL, LARGE}) {
            JarFolder jars = GeneratedJars.make(session.places().target().resolve("generated"), names);
            List<String> arguments = new ArrayList<>(JVM);
            arguments.addAll(List.of("-cp", jars.behind(session.places().programs()), HeapProbe.class.getName(), GeneratedJars.NAME, Integer.toString(names),
                    Integer.toString(LOOKUPS)));
            session.scenario("plain " + names, arguments, HeapCommand::measures);
            List<String> served = new ArrayList<>(arguments);
            served.add(0, options.agent(session.places().agent(), ""));
            session.scenario("classcast " + names, served, outcome -> {
                outcome.mustBeServed();
                return measures(outcome);
            });
        }
        session.measure();
        String large = "classcast " + LARGE;
        double baseline = session.median("plain " + LARGE, IDLE);
        double lookup = session.median(large, USED) - baseline;
        double growth = session.median(large, USED) - session.median("classcast " + SMALL, USED);
        session.results().workload("names", LARGE).workload("lookups", LOOKUPS).comparison("lookup KiB", lookup).comparison("growth KiB", growth);
        session.bound(new Bound("heap of the lookup with " + LARGE + " names", lookup, LIMIT_KIB, "KiB"));
        System.out.printf("from %d to %d names the heap grows by %.1f KiB%n%n", SMALL, LARGE, growth);
        return session.finish("- baseline", row -> Session.cell(session.median(row.scenario(), row.measure()) - baseline));
    }

    private static Map<String, Double> measures(Outcome outcome) {
        if (outcome.number("found") != LOOKUPS) {
            throw new IllegalStateException("only " + outcome.number("found") + " of " + LOOKUPS + " names found: " + outcome.err());
        }
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put(IDLE, outcome.number("idleBytes") / 1024.0);
        measures.put(USED, outcome.number("usedBytes") / 1024.0);
        return measures;
    }
}
