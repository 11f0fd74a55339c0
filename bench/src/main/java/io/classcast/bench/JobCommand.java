package io.classcast.bench;

import io.classcast.bench.measure.Scenario;
import io.classcast.bench.report.Bound;
import io.classcast.bench.start.JobRuns;
import io.classcast.bench.workload.JarFolder;
import io.classcast.bench.workload.RealWorkload;
import io.classcast.bench.workload.RecordedApplication;
import io.classcast.bench.workload.RecordedApplication.Kind;
import io.classcast.bench.workload.Workload;
import io.classcast.cluster.SharedFs;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A whole job, four JVMs of a real application at once. */
@Command(name = "job", footer = "Example: startup-bench job --rounds 3",
        description = "Wall time of a job: 2 hosts x 2 ranks of a real application with more than 150 jars, started by mpirun; with all jars on local disk, from a "
                + "shared file system, and from there with Classcast, everything included. The engine is MPJ Express up to JDK 21, and Open MPI from 22 on. Needs root.")
final class JobCommand implements Callable<Integer> {
    private static final String WALL = "wall s";

    /** What every rank does. */
    private enum Program {
        SESSION, CLASSES, TEXT
    }

    @Mixin
    private MeasureOptions options;

    @Option(names = "--rtt-us", defaultValue = "500", description = "round trip of the shared file system, microseconds (default: ${DEFAULT-VALUE})")
    private int rtt;

    @Option(names = "--meta-us", defaultValue = "100", description = "its service time of a metadata operation, microseconds (default: ${DEFAULT-VALUE})")
    private int metadata;

    @Option(names = "--application", defaultValue = "SESSION", description = "session (a Spark SQL session, nearly all start-up), classes (loads the 9,000 classes of one, and "
            + "nothing else), or text (Tika, Lucene and Hadoop; up to JDK 23) (default: session)")
    private Program program;

    @Option(names = "--documents", defaultValue = "html", paramLabel = "FOLDER", description = "what the application text works on, a folder of its documents; . for all: "
            + "minutes of work after the start (default: ${DEFAULT-VALUE})")
    private String documents;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Session session = new Session(program == Program.SESSION ? "job" : "job-" + program.name().toLowerCase(Locale.ROOT), options, 5);
        RecordedApplication application = session.places().application(program == Program.TEXT ? Kind.TEXT : Kind.SESSION, documents);
        JarFolder jars = application.jars();
        Workload workload = program == Program.CLASSES
                ? RealWorkload.loading("classes", jars.jars(), List.of(), ClassListCommand.current(session.places(), Kind.SESSION).names())
                : RealWorkload.of(application);
        session.results().workload("jars", jars.jars().size()).workload("bytes", jars.bytes()).workload("ranks", JobRuns.RANKS);
        try (JobRuns runs = new JobRuns(session.places().target().resolve("job"), session.jdk(), workload,
                new SharedFs.Costs(rtt, metadata, 0, 0))) {
            for (JobRuns.Way way : JobRuns.Way.values()) {
                session.scenario(new Scenario(name(way), List.of(), () -> measured(runs, way)));
            }
            session.measure();
        }
        double local = session.median(name(JobRuns.Way.LOCAL), WALL);
        double classcast = session.median(name(JobRuns.Way.RUN), WALL);
        session.bound(new Bound("bcastjar run / local disk", classcast / local, 0.90, ""));
        session.bound(new Bound("bcastjar run / shared file system", classcast / session.median(name(JobRuns.Way.SHARED), WALL), 0.45, ""));
        session.bound(new Bound("with the store already there / local disk", session.median(name(JobRuns.Way.KEPT), WALL) / local, 0.75, ""));
        double archive = session.median(name(JobRuns.Way.ARCHIVE), WALL);
        session.bound(new Bound("with store and archive already there / local disk", archive / local, 0.52, ""));
        session.bound(new Bound("with store and archive already there / local disk with AppCDS", archive / session.median(name(JobRuns.Way.LOCAL_APPCDS), WALL), 1, ""));
        return session.finish("x local", row -> String.format(Locale.ROOT, "%.2f", session.median(row.scenario(), WALL) / local));
    }

    private static Map<String, Double> measured(JobRuns runs, JobRuns.Way way) {
        double seconds = runs.run(way);
        System.err.printf(Locale.ROOT, "job: %s %.1f s%n", name(way), seconds);
        return Map.of(WALL, seconds);
    }

    private static String name(JobRuns.Way way) {
        return way.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
