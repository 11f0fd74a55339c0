package io.classcast.bench;

import io.classcast.bench.measure.JavaCommand;
import io.classcast.bench.measure.Outcome;
import io.classcast.bench.program.EmptyAgent;
import io.classcast.bench.program.HelloRank;
import io.classcast.bench.report.Bound;
import io.classcast.bench.run.AgentPhases;
import io.classcast.bench.workload.Scratch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** The hello world as ranks of a job on this machine: what the agent adds to a rank until main, beside the MPI library's own start and end in C. */
final class HelloRanks {
    private static final String CPU = "cpu ms a rank";
    private static final String INIT = "MPI_Init ms";
    private static final String CONNECT = "premain to connected ms";
    private static final double LIMIT_MILLIS = 60;
    private static final double MICROS = 1000;

    private final Session session;
    private final String engine;
    private final int ranks;
    private final List<String> launcher;

    HelloRanks(Session session, String engine, int ranks) {
        this.session = session;
        this.engine = engine;
        this.ranks = ranks;
        List<String> openMpi = List.of("mpirun.openmpi", "--allow-run-as-root", "--oversubscribe", "--bind-to", "none", "-n", Integer.toString(ranks));
        launcher = engine.equals("openmpi") ? openMpi : List.of("mpiexec.mpich", "-n", Integer.toString(ranks));
    }

    /**
     * Measures.
     *
     * @param agent what starts it
     * @return exit code
     */
    int run(String agent) throws IOException, InterruptedException {
        String classPath = session.places().programs().toString();
        try (Scratch scratch = new Scratch(session.places().target(), "ranks")) {
            session.program("c", command(compiled(scratch.path())), outcome -> Map.of(CPU, mean(outcome.out(), "cpu"), INIT, mean(outcome.out(), "init")));
            session.program("plain", java(List.of("-cp", classPath, HelloRank.class.getName())), outcome -> Map.of(CPU, mean(outcome.out(), "cpu")));
            session.program("empty-agent", java(List.of("-javaagent:" + emptyAgent(scratch.path()), "-cp", classPath, HelloRank.class.getName())),
                    outcome -> Map.of(CPU, mean(outcome.out(), "cpu")));
            session.program("run", byRun(classPath), outcome -> {
                outcome.mustBeServed();
                return Map.of(CPU, mean(outcome.out(), "cpu"));
            });
            session.program("classcast", java(List.of(agent + ",verbose=true,report=" + scratch.path(), "-cp", classPath, HelloRank.class.getName())), outcome -> {
                outcome.mustBeServed();
                return Map.of(CPU, mean(outcome.out(), "cpu"), CONNECT, connected(scratch.path()));
            });
            session.measure();
        }
        double own = session.median("plain", CPU) + session.median("c", CPU);
        session.bound(new Bound("processor time of a rank until main beyond the plain JVM and MPI's own start and end", session.median("classcast", CPU) - own, LIMIT_MILLIS, "ms"));
        session.bound(new Bound("the same, started by bcastjar run", session.median("run", CPU) - own, LIMIT_MILLIS, "ms"));
        session.results().comparison("connected beyond MPI_Init, wall ms", session.median("classcast", CONNECT) - session.median("c", INIT));
        return session.finish("- plain", row -> row.measure().equals(CPU) ? Session.cell(session.median(row.scenario(), CPU) - session.median("plain", CPU)) : "");
    }

    private JavaCommand byRun(String classPath) {
        return command(List.of(session.places().bcastjar().toString(), "run", "--engine=mpi", "--", session.jdk().java().toString(), "-cp", classPath,
                HelloRank.class.getName()));
    }

    private static Path emptyAgent(Path directory) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(new Attributes.Name("Premain-Class"), EmptyAgent.class.getName());
        manifest.getMainAttributes().put(new Attributes.Name("Boot-Class-Path"), "empty-agent.jar");
        Path jar = directory.resolve("empty-agent.jar");
        String name = EmptyAgent.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest); InputStream in = EmptyAgent.class.getClassLoader().getResourceAsStream(name)) {
            out.putNextEntry(new ZipEntry(name));
            in.transferTo(out);
        }
        return jar;
    }

    private JavaCommand java(List<String> arguments) {
        return command(Stream.concat(Stream.of(session.jdk().java().toString()), arguments.stream()).toList());
    }

    private JavaCommand command(List<String> program) {
        return new JavaCommand(Stream.concat(launcher.stream(), program.stream()).toList());
    }

    private List<String> compiled(Path directory) throws IOException, InterruptedException {
        Path source = directory.resolve("init.c");
        try (InputStream in = HelloRanks.class.getResourceAsStream("start/init.c")) {
            Files.copy(in, source);
        }
        Path program = directory.resolve("init");
        new JavaCommand(List.of("mpicc." + engine, "-O2", source.toString(), "-o", program.toString())).run();
        return List.of(program.toString());
    }

    /** Of all ranks, in milliseconds. */
    private double mean(String out, String key) {
        Matcher matcher = Pattern.compile("\\b" + key + "=(\\d+)").matcher(out);
        double sum = 0;
        int found = 0;
        while (matcher.find()) {
            sum += Long.parseLong(matcher.group(1)) / MICROS;
            found++;
        }
        if (found != ranks) {
            throw new IllegalStateException(String.format(Locale.ROOT, "%d of %d ranks have said %s=: %s", found, ranks, key, out));
        }
        return sum / ranks;
    }

    /** Of all ranks, by the job's report. */
    private static double connected(Path directory) throws IOException {
        return AgentPhases.take(directory).values().stream().mapToDouble(phases -> phases.get("premain") + phases.get("connect")).average().orElseThrow();
    }
}
