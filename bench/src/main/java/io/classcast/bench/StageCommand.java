package io.classcast.bench;

import io.classcast.bench.measure.Scenario;
import io.classcast.bench.report.Bound;
import io.classcast.bench.stage.StageRuns;
import io.classcast.bench.workload.JarFolder;
import io.classcast.bench.workload.RecordedApplication.Kind;
import io.classcast.cluster.Engine;
import io.classcast.cluster.SharedFs;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How fast a JDK and a class path get onto every node's disk. */
@Command(name = "stage", footer = "Example: startup-bench stage --jdk 25 --rounds 3",
        description = "bcastjar stage of a JDK and more than 150 jars to every one of some simulated hosts, against reading, writing and sending the same bytes once, "
                + "against sbcast of one tar and tar on every host, and against cp by every host. Cold caches, empty disks; each byte must be read once. Needs root.")
final class StageCommand implements Callable<Integer> {
    /** Times the slowest of its parts. */
    private static final double LIMIT = 1.15;

    @Mixin
    private MeasureOptions options;

    @Option(names = "--hosts", defaultValue = "3", description = "number of hosts (default: ${DEFAULT-VALUE})")
    private int hosts;

    @Option(names = "--link", defaultValue = "1gbit", description = "what each link carries, as tc writes it, or none (default: ${DEFAULT-VALUE})")
    private String link;

    @Option(names = "--engine", description = "what starts the ranks: openmpi, mpich, mpj (default: openmpi)")
    private Engine engine;

    @Option(names = "--bandwidth-mib", defaultValue = "119", description = "what the shared file system sends to all hosts together, MiB/s; 0 without limit "
            + "(default: ${DEFAULT-VALUE}, a server with a link like those of the hosts)")
    private int bandwidth;

    @Option(names = "--rtt-us", defaultValue = "500", description = "round trip of the shared file system, microseconds (default: ${DEFAULT-VALUE})")
    private int rtt;

    @Option(names = "--meta-us", defaultValue = "100", description = "its service time of a metadata operation, microseconds (default: ${DEFAULT-VALUE})")
    private int metadata;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Session session = new Session("stage", options, 5);
        Engine starts = engine != null ? engine : Engine.OPENMPI;
        JarFolder jars = session.places().application(Kind.SESSION, ".").jars();
        try (StageRuns runs = new StageRuns(session.places().target().resolve("stage"), hosts, link, new SharedFs.Costs(rtt, metadata, bandwidth, 0), starts, session.jdk(),
                jars.jars(), session.places().bcastjar().resolveSibling("../target/bcastjar.jar").normalize(), session.places().programs())) {
            session.results().workload("bytes", runs.bytes()).workload("files", runs.files()).workload("hosts", hosts);
            session.scenario(new Scenario("read once", List.of(), runs::read));
            session.scenario(new Scenario("read once, 4 at a time", List.of(), runs::readTogether));
            session.scenario(new Scenario("write once", List.of(), runs::write));
            session.scenario(new Scenario("send once", List.of(), runs::send));
            session.scenario(new Scenario("stage", List.of(), () -> runs.stage("auto")));
            session.scenario(new Scenario("stage, not compressed", List.of(), () -> runs.stage("none")));
            session.scenario(new Scenario("sbcast + tar", List.of(), runs::sbcast));
            session.scenario(new Scenario("cp -r", List.of(), runs::copy));
            session.measure();
        }
        double stage = session.median("stage", StageRuns.MILLIS);
        double whole = session.median("stage", StageRuns.WHOLE);
        double part = Math.max(Math.max(median(session, "read once"), median(session, "write once")), median(session, "send once"));
        session.bound(new Bound("stage / the slowest of its parts", stage / part, LIMIT, ""));
        session.bound(new Bound("stage with its start / sbcast + tar", whole / session.median("sbcast + tar", StageRuns.WHOLE), 1, ""));
        session.bound(new Bound("stage with its start / cp -r by every host", whole / session.median("cp -r", StageRuns.WHOLE), 1, ""));
        return session.finish("x slowest part", row -> String.format(Locale.ROOT, "%.2f", session.median(row.scenario(), row.measure()) / part));
    }

    private static double median(Session session, String scenario) {
        return session.median(scenario, StageRuns.MILLIS);
    }
}
