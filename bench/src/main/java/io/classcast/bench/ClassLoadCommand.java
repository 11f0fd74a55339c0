package io.classcast.bench;

import io.classcast.bench.measure.JavaCommand;
import io.classcast.bench.measure.Outcome;
import io.classcast.bench.program.LoadClasses;
import io.classcast.bench.report.Bound;
import io.classcast.bench.workload.ClassList;
import io.classcast.bench.workload.JarFolder;
import io.classcast.bench.workload.RecordedApplication.Kind;
import io.classcast.bench.workload.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Loads some 9,000 classes of a real class path in one JVM. */
@Command(name = "classload", footer = "Example: startup-bench classload --rounds 3 --scenarios plain,kept,archive",
        description = "One JVM loads 9,000 classes from 150 jars and more: from local disk, from Classcast, from archives. "
                + "The loop is the time from main's first statement to the last class; wall is the whole process.")
final class ClassLoadCommand implements Callable<Integer> {
    private static final String LOOP = "loop ms";
    private static final String WALL = "wall ms";
    /** Of the loop, times plain. */
    private static final double LIMIT = 0.60;
    private static final double ARCHIVE_LIMIT = 0.22;
    /** Times what another version takes. */
    private static final double BEFORE_LIMIT = 1.02;

    /** The scenarios, in the order in which they are run. */
    enum Way {
        /** All jars on local disk. */
        PLAIN,
        /** The agent, from scan to end, alone on its node. */
        CLASSCAST,
        /** The same with loader=broadcast. */
        CLASSCAST_BROADCAST,
        /** The agent, with a store that an earlier JVM has left (keep): what that one has inflated is there. */
        KEPT,
        /** The same by another version's agent (--against). */
        KEPT_BEFORE,
        /** {@code bcastjar run}, with a store that an earlier JVM has left. */
        RUN_KEPT,
        /** {@code bcastjar run --archive auto}, with the store and the archive that earlier JVMs have left. */
        ARCHIVE,
        /** A dynamic archive of the JDK's own, all jars on local disk. */
        APPCDS;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Mixin
    private MeasureOptions options;

    @Option(names = "--scenarios", split = ",", paramLabel = "NAME", defaultValue = "plain,classcast,kept,run-kept,archive,appcds",
            description = "any of plain, classcast, classcast-broadcast (loader=broadcast), kept, kept-before (see --against), run-kept, archive, appcds "
                    + "(default: ${DEFAULT-VALUE})")
    private List<String> names;

    @Option(names = "--against", paramLabel = "AGENT.jar", description = "another version's classcast-agent.jar, of the scenario kept-before")
    private Path against;

    @Option(names = "--application", defaultValue = "SESSION", description = "whose classes: session or text (default: session)")
    private Kind kind;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (names.contains(Way.KEPT_BEFORE.toString()) != (against != null)) {
            throw new IllegalStateException("--against and the scenario " + Way.KEPT_BEFORE + " need each other");
        }
        Session session = new Session("classload", options, 7);
        List<Way> ways = Stream.of(Way.values()).filter(way -> names.contains(way.toString())).collect(Collectors.toList());
        if (ways.size() != names.size() || !ways.contains(Way.PLAIN)) {
            throw new IllegalStateException("--scenarios " + String.join(",", names) + ": plain is needed, and names out of " + List.of(Way.values()));
        }
        JarFolder jars = session.places().application(kind, ".").jars();
        Path programs = session.places().programs();
        Path list = session.places().classList(kind);
        ClassList classes = ClassListCommand.current(session.places(), kind);
        List<String> program = List.of("-cp", jars.behind(programs), LoadClasses.class.getName(), list.toString());
        session.results().workload("jars", jars.jars().size()).workload("bytes", jars.bytes()).workload("names", jars.names())
                .workload("classListCrc", classes.checksum());
        try (Scratch store = new Scratch(Path.of("/dev/shm"), "startup-bench")) {
            for (Way way : ways) {
                session.program(way.toString(), new JavaCommand(commandOf(way, session, store.path(), program)), outcome -> measures(way, outcome));
            }
            session.measure();
        }
        for (Way way : ways.subList(1, ways.size())) {
            session.results().comparison(way + "/plain loop", ratio(session, way.toString(), LOOP));
            session.results().comparison(way + "/plain wall", ratio(session, way.toString(), WALL));
        }
        if (ways.contains(Way.KEPT)) {
            session.bound(new Bound("loading loop, kept store / plain", ratio(session, Way.KEPT.toString(), LOOP), LIMIT, ""));
        }
        if (ways.contains(Way.KEPT) && ways.contains(Way.KEPT_BEFORE)) {
            session.bound(new Bound("loading loop, kept store / the other version's",
                    session.median(Way.KEPT.toString(), LOOP) / session.median(Way.KEPT_BEFORE.toString(), LOOP), BEFORE_LIMIT, ""));
        }
        if (ways.contains(Way.RUN_KEPT)) {
            session.bound(new Bound("loading loop, bcastjar run with a kept store / plain", ratio(session, Way.RUN_KEPT.toString(), LOOP), LIMIT, ""));
        }
        if (ways.contains(Way.ARCHIVE)) {
            session.bound(new Bound("loading loop, archive / plain", ratio(session, "archive", LOOP), ARCHIVE_LIMIT, ""));
        }
        return session.finish("x plain", row -> String.format("%.3f", ratio(session, row.scenario(), row.measure())));
    }

    private static double ratio(Session session, String scenario, String measure) {
        return session.median(scenario, measure) / session.median("plain", measure);
    }

    private static Map<String, Double> measures(Way way, Outcome outcome) {
        if (way != Way.PLAIN && way != Way.APPCDS) {
            outcome.mustBeServed();
        }
        if (outcome.number("failed") > 0) {
            throw new IllegalStateException(way + ": " + outcome.number("failed") + " classes cannot be loaded: " + outcome.err());
        }
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put(LOOP, outcome.number("loopNanos") / 1e6);
        measures.put(WALL, outcome.wallMillis());
        return measures;
    }

    private List<String> commandOf(Way way, Session session, Path store, List<String> program) throws IOException, InterruptedException {
        String java = session.jdk().java().toString();
        Path agent = session.places().agent();
        return concat(switch (way) {
            case PLAIN -> List.of(java);
            case CLASSCAST -> List.of(java, options.agent(agent, "store=" + Files.createDirectory(store.resolve("own"))));
            case CLASSCAST_BROADCAST -> List.of(java, options.agent(agent, "loader=broadcast,store=" + Files.createDirectory(store.resolve("broadcast"))));
            case KEPT -> List.of(java, options.agent(agent, "keep=60,store=" + Files.createDirectory(store.resolve("kept"))));
            case KEPT_BEFORE -> List.of(java,
                    options.agent(against.toAbsolutePath(), "keep=60,store=" + Files.createDirectory(store.resolve("kept-before"))));
            case RUN_KEPT -> run(session, "--store", Files.createDirectory(store.resolve("run-kept")).toString(), "--", java);
            case ARCHIVE -> run(session, "--archive", "auto", "--store", Files.createDirectory(store.resolve("archive")).toString(), "--", java);
            case APPCDS -> List.of(java, "-XX:SharedArchiveFile=" + archive(session, program), "-Xlog:cds=off", "-Xlog:cds+dynamic=off");
        }, program);
    }

    private static List<String> run(Session session, String... more) {
        return concat(List.of(session.places().bcastjar().toString(), "run", "--engine", "none", "--keep", "60"), List.of(more));
    }

    /** A dynamic archive of exactly the classes that are loaded. Made anew for each run: it must fit the JDK, the list and the jars. */
    private static Path archive(Session session, List<String> program) throws IOException, InterruptedException {
        Path archive = session.places().target().resolve("classload-jdk" + session.jdk().version().feature() + ".jsa");
        Files.deleteIfExists(archive);
        new JavaCommand(session.jdk(), concat(List.of("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:disable"), program)).run();
        return archive;
    }

    private static List<String> concat(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
