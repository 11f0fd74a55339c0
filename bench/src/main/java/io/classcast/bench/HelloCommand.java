package io.classcast.bench;

import io.classcast.bench.measure.Outcome;
import io.classcast.bench.program.Hello;
import io.classcast.bench.report.Bound;
import io.classcast.bench.workload.Scratch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the agent costs where there is nothing to gain. */
@Command(name = "hello", footer = "Example: startup-bench hello --rounds 21 --jdk 25",
        description = "What the agent adds to the wall time of a hello world whose class path is one small jar, with engine=none. With --kept the class path is "
                + "173 jars on this disk, and their copies are there from an earlier run: what remains is to compare them, and to map them. "
                + "With --engine the same hello world is the ranks of a job.")
final class HelloCommand implements Callable<Integer> {
    private static final String WALL = "wall ms";
    private static final String BEFORE = "before";
    private static final String SERVED = "classcast";
    private static final double LIMIT_MILLIS = 60;
    private static final double DIFFERENCE_MILLIS = 3;

    @Mixin
    private MeasureOptions options;

    @Option(names = "--kept", description = "173 jars, and a store that an earlier run has left")
    private boolean kept;

    @Option(names = "--against", paramLabel = "AGENT.jar", description = "another version's classcast-agent.jar, measured in the same rounds")
    private Path against;

    @Option(names = "--engine", paramLabel = "ENGINE", description = "openmpi or mpich: as ranks of a job on this machine, whose MPI carries the broadcast; "
            + "processor time of a rank until main, beside that of MPI's own start and end in C (needs mpicc.openmpi or mpicc.mpich)")
    private String engine;

    @Option(names = "--ranks", paramLabel = "N", defaultValue = "8", description = "with --engine: how many (default: ${DEFAULT-VALUE})")
    private int ranks;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (engine != null) {
            if (!engine.equals("openmpi") && !engine.equals("mpich") || kept || against != null) {
                throw new ParameterException(spec.commandLine(), "--engine is openmpi or mpich, and goes without --kept and --against");
            }
            Session ofRanks = new Session("hello-" + engine, options, 11);
            return new HelloRanks(ofRanks, engine, ranks).run(options.agent(ofRanks.places().agent(), "engine=mpi"));
        }
        Session session = new Session(kept ? "hello-kept" : "hello", options, 21);
        Path programs = session.places().programs();
        String classPath = kept ? session.places().bigClassPath().behind(programs) : programs.toString();
        try (Scratch store = new Scratch(session.places().target(), "store");
                // a store each: a version sweeps what another one's format has left
                Scratch other = new Scratch(session.places().target(), "store-before")) {
            session.scenario("plain", List.of("-cp", classPath, Hello.class.getName()), outcome -> Map.of(WALL, outcome.wallMillis()));
            if (against != null) {
                session.scenario(BEFORE, command(against.toAbsolutePath(), other, classPath), HelloCommand::measures);
            }
            session.scenario(SERVED, command(session.places().agent(), store, classPath), HelloCommand::measures);
            session.measure();
        }
        double added = session.median(SERVED, WALL) - session.median("plain", WALL);
        session.results().comparison("added wall ms", added);
        if (!kept) {
            session.bound(new Bound("added to a hello world", added, LIMIT_MILLIS, "ms"));
        }
        if (against != null) {
            session.bound(new Bound("more than the other version", session.median(SERVED, WALL) - session.median(BEFORE, WALL), DIFFERENCE_MILLIS, "ms"));
        }
        return session.finish("- plain", row -> Session.cell(session.median(row.scenario(), WALL) - session.median("plain", WALL)));
    }

    private List<String> command(Path agent, Scratch store, String classPath) {
        String more = kept ? "keep=60,store=" + store.path() : "";
        return List.of(options.agent(agent, more), "-cp", classPath, Hello.class.getName());
    }

    private static Map<String, Double> measures(Outcome outcome) {
        outcome.mustBeServed();
        return Map.of(WALL, outcome.wallMillis());
    }
}
