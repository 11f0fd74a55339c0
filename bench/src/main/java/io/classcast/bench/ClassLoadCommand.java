package io.classcast.bench;

import io.classcast.bench.measure.JavaCommand;
import io.classcast.bench.measure.Outcome;
import io.classcast.bench.program.LoadClasses;
import io.classcast.bench.report.Bound;
import io.classcast.bench.workload.ClassList;
import io.classcast.bench.workload.JarFolder;
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
@Command(name = "classload",
        description = "One JVM loads about 9,000 classes from 150 jars and more: from local disk, from Classcast, from an AppCDS archive. "
                + "The loop is the time from main's first statement to the last class; wall is the whole process.")
final class ClassLoadCommand implements Callable<Integer> {
    private static final String LOOP = "loop ms";
    private static final String WALL = "wall ms";
    private static final double LIMIT = 0.75;

    /** The scenarios, in the order in which they are run. */
    enum Way {
        PLAIN, CLASSCAST, CLASSCAST_APP, APPCDS;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Mixin
    private MeasureOptions options;

    @Option(names = "--scenarios", split = ",", paramLabel = "NAME", defaultValue = "plain,classcast,appcds",
            description = "any of plain, classcast, classcast-app (loader=app), appcds (default: ${DEFAULT-VALUE})")
    private List<String> names;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Session session = new Session("classload", options, 7);
        List<Way> ways = Stream.of(Way.values()).filter(way -> names.contains(way.toString())).collect(Collectors.toList());
        if (ways.size() != names.size() || !ways.contains(Way.PLAIN)) {
            throw new IllegalStateException("--scenarios " + String.join(",", names) + ": plain is needed, and names out of " + List.of(Way.values()));
        }
        JarFolder jars = session.places().bigClassPath();
        Path programs = session.places().programs();
        Path list = session.places().classList();
        ClassList classes = new ClassList(list, jars, programs);
        if (!classes.isCurrent()) {
            new ClassListCommand().make(session.places());
        }
        List<String> program = List.of("-cp", jars.behind(programs), LoadClasses.class.getName(), list.toString());
        for (Way way : ways) {
            session.scenario(way.toString(), concat(optionOf(way, session, program), program), outcome -> measures(way, outcome));
        }
        session.results().workload("jars", jars.jars().size()).workload("bytes", jars.bytes()).workload("names", jars.names())
                .workload("classListCrc", classes.checksum());
        session.measure();
        for (Way way : ways.subList(1, ways.size())) {
            session.results().comparison(way + "/plain loop", ratio(session, way.toString(), LOOP));
            session.results().comparison(way + "/plain wall", ratio(session, way.toString(), WALL));
        }
        if (ways.contains(Way.CLASSCAST)) {
            session.bound(new Bound("loading loop, classcast / plain", ratio(session, "classcast", LOOP), LIMIT, ""));
        }
        return session.finish("x plain", row -> String.format("%.3f", ratio(session, row.scenario(), row.measure())));
    }

    private static double ratio(Session session, String scenario, String measure) {
        return session.median(scenario, measure) / session.median("plain", measure);
    }

    private static Map<String, Double> measures(Way way, Outcome outcome) {
        if (way == Way.CLASSCAST || way == Way.CLASSCAST_APP) {
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

    private List<String> optionOf(Way way, Session session, List<String> program) throws IOException, InterruptedException {
        return switch (way) {
            case PLAIN -> List.of();
            case CLASSCAST -> List.of(options.agent(session.places().agent(), ""));
            case CLASSCAST_APP -> List.of(options.agent(session.places().agent(), "loader=app"));
            case APPCDS -> List.of("-XX:SharedArchiveFile=" + archive(session, program), "-Xlog:cds=off", "-Xlog:cds+dynamic=off");
        };
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
