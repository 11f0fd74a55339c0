package io.classcast.bench.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.classcast.bench.measure.Jdk;
import io.classcast.bench.workload.Workload;
import io.classcast.cluster.BcastjarRun;
import io.classcast.cluster.Cluster;
import io.classcast.cluster.Engine;
import io.classcast.cluster.Host;
import io.classcast.cluster.JobOutcome;
import io.classcast.cluster.JobSpec;
import io.classcast.cluster.Launcher;
import io.classcast.cluster.Machine;
import io.classcast.cluster.MpjWithoutDaemons;
import io.classcast.cluster.SharedFs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs a workload as a job on simulated hosts, and takes traces of it. */
public final class ModelRuns implements AutoCloseable {
    private static final int SHM_MIB = 1000;
    private static final int SECONDS = 1800;
    private static final String WORK = "/tmp/work";
    /** The first that can call a native MPI; ranks of older ones are MPJ Express's. */
    private static final int NATIVE_JDK = 22;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** How the ranks come to their classes. */
    public enum Scenario {
        /** As ever. */
        PLAIN,
        /** The agent; locations are broadcast. */
        LOCATIONS,
        /** The agent; bytes are broadcast. */
        JARS,
        /** {@code bcastjar run}: the same, and no rank looks at the class path. */
        RUN
    }

    /**
     * What a traced job was.
     *
     * @param root rank 0's trace
     * @param others the other ranks' trace; the same as rank 0's where nothing is broadcast
     * @param launchSeconds what the launcher took around the ranks
     * @param wallSeconds from the launcher's start to its end
     */
    public record Traced(Trace root, Trace others, double launchSeconds, double wallSeconds) {
    }

    /**
     * What a job took.
     *
     * @param seconds from the launcher's start to its end
     * @param cpuSeconds processor time of all ranks and of their file system
     */
    public record Measured(double seconds, double cpuSeconds) {
    }

    private final Cluster cluster;
    private final SharedFs shared;
    private final Jdk jdk;
    private final String label;
    private final Workload.Installed installed;
    private final Path timed;
    private final Path reports;

    /**
     * Makes the hosts, and installs the workload on their shared file system.
     *
     * @param workspace directory for the cluster
     * @param jdk of the ranks
     * @param label the workload's name in the traces
     * @param workload what they load
     * @param hosts how many
     * @param costs of the file system
     * @throws IOException where it cannot be installed
     */
    public ModelRuns(Path workspace, Jdk jdk, String label, Workload workload, int hosts, SharedFs.Costs costs) throws IOException {
        this.jdk = jdk;
        this.label = label;
        cluster = new Cluster(workspace, hosts, SHM_MIB);
        boolean complete = false;
        try {
            shared = new SharedFs(cluster, costs);
            installed = workload.install(shared.source().resolve(workload.name()));
            reports = Files.createDirectories(workspace.resolve("reports"));
            timed = timedJava(workspace);
            complete = true;
        } finally {
            if (!complete) {
                cluster.close();
            }
        }
    }

    /** A java that notes when it began and ended (seconds since the start of the machine, read without another process), and its processor time. */
    private Path timedJava(Path workspace) throws IOException {
        Path java = Files.createDirectories(workspace.resolve("timed/bin")).resolve("java");
        Files.writeString(java, """
                #!/bin/sh
                read began rest </proc/uptime
                "%s" "$@"
                code=$?
                read ended rest </proc/uptime
                { echo "$began $ended"; times; } >%s/times-${OMPI_COMM_WORLD_RANK:-0}
                exit $code
                """.formatted(jdk.java(), WORK));
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        return java.getParent().getParent();
    }

    private Launcher launcher(Scenario scenario) {
        Launcher mpirun = Engine.OPENMPI.on(cluster);
        boolean mpj = scenario != Scenario.PLAIN && jdk.version().feature() < NATIVE_JDK;
        Launcher launcher = mpj ? new MpjWithoutDaemons(cluster, mpirun) : mpirun;
        return scenario == Scenario.RUN ? new BcastjarRun(cluster, launcher, List.of("--report=" + reports)) : launcher;
    }

    /**
     * Runs the job.
     *
     * @param scenario how
     * @param ranks how many; the hosts take them in blocks
     * @return how long it took
     * @throws IOException if what it left cannot be read
     */
    public Measured measure(Scenario scenario, int ranks) throws IOException {
        shared.trace(false);
        double seconds = run(scenario, ranks).seconds();
        double cpu = 0;
        for (Host host : cluster.hosts()) {
            String times = host.exec("/", Map.of(), 10, "sh", "-c", "sed -s -n 3p " + WORK + "/times-*").orFail("times on " + host.name()).out();
            for (String line : times.lines().toList()) {
                String[] words = line.split(" ");
                cpu += minutes(words[0]) + minutes(words[1]);
            }
            cpu += shared.cpuSeconds(host);
        }
        return new Measured(seconds, cpu);
    }

    /**
     * Runs the job with one rank, or two on two hosts where something is broadcast, and records it.
     *
     * @param scenario how
     * @return its traces
     * @throws IOException if what it left cannot be read
     */
    public Traced trace(Scenario scenario) throws IOException {
        shared.trace(true);
        int ranks = scenario == Scenario.PLAIN ? 1 : 2;
        JobOutcome outcome = run(scenario, ranks);
        TraceLog log = new TraceLog();
        Map<Integer, JsonNode> served = reports();
        List<Trace> traces = new ArrayList<>();
        double running = 0;
        for (int rank = 0; rank < ranks; rank++) {
            Host host = cluster.hosts().get(rank);
            TraceLog.Rank times = times(host, rank, served.get(rank));
            Trace.Role role = ranks == 1 ? Trace.Role.EVERY : rank == 0 ? Trace.Role.ROOT : Trace.Role.OTHERS;
            traces.add(log.trace(name(scenario), label, role, recorded(), shared.traceOf(host), times));
            running = Math.max(running, (times.endMicros() - times.startMicros()) / 1e6);
        }
        return new Traced(traces.get(0), traces.get(traces.size() - 1), Math.max(0, outcome.seconds() - running), outcome.seconds());
    }

    private String recorded() {
        return "JDK " + jdk.version() + ", simulated hosts on " + Runtime.getRuntime().availableProcessors() + " cores, "
                + io.classcast.bench.report.Machine.facts().get("cpu");
    }

    private JobOutcome run(Scenario scenario, int ranks) throws IOException {
        reports();
        List<String> options = new ArrayList<>(installed.jvmOptions().stream().map(option -> option.replace("{output}", WORK)).toList());
        if (!installed.libraryPath().isEmpty()) {
            options.add("-Djava.library.path=" + mounted(installed.libraryPath()));
        }
        if (scenario == Scenario.LOCATIONS || scenario == Scenario.JARS) {
            options.add("-javaagent:" + Machine.agent() + "=mode=" + name(scenario) + ",report=" + reports);
        }
        shared.remount();
        JobOutcome outcome = launcher(scenario).run(new JobSpec(timed, ranks, options, mounted(installed.classPath()), installed.main(), installed.arguments()), SECONDS);
        long found = outcome.output().stream().filter(line -> line.contains(installed.result())).count();
        boolean served = scenario == Scenario.PLAIN || outcome.agentLines().stream().anyMatch(line -> line.contains(" served to " + ranks + " ranks"));
        if (outcome.exit() != 0 || found != ranks || !served) {
            throw new IllegalStateException(name(scenario) + " with " + ranks + " ranks ended with exit code " + outcome.exit() + ", " + found + " results"
                    + (served ? "" : ", not served") + "\n" + String.join("\n", outcome.raw()));
        }
        return outcome;
    }

    private String mounted(List<Path> paths) {
        return paths.stream().map(path -> shared.mount().resolve(shared.source().relativize(path)).toString()).collect(Collectors.joining(":"));
    }

    /** The agent's reports by rank; they are removed. */
    private Map<Integer, JsonNode> reports() throws IOException {
        Map<Integer, JsonNode> ranks = new HashMap<>();
        try (Stream<Path> files = Files.list(reports)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".json")).toList()) {
                JsonNode node = MAPPER.readTree(file.toFile());
                node.path("ranks").forEach(rank -> {
                    ((ObjectNode) rank).set("bytes", MAPPER.getNodeFactory().numberNode(
                            node.path("indexBytes").asLong() + node.path("contentBytes").asLong()));
                    ranks.put(rank.path("rank").asInt(), rank);
                });
                Files.delete(file);
            }
        }
        return ranks;
    }

    private TraceLog.Rank times(Host host, int rank, JsonNode report) throws IOException {
        String[] words = host.exec("/", Map.of(), 10, "cat", WORK + "/times-" + rank).orFail("times of rank " + rank).out().strip().split("\\s+");
        // Seconds since the start of the machine against System.nanoTime.
        double clock = System.nanoTime() / 1e9 - Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ")[0]);
        double cpu = minutes(words[4]) + minutes(words[5]) + shared.cpuSeconds(host);
        return new TraceLog.Rank(micros(Double.parseDouble(words[0]) + clock), micros(Double.parseDouble(words[1]) + clock), micros(cpu), pauses(rank, report));
    }

    private static List<TraceLog.Pause> pauses(int rank, JsonNode report) {
        if (report == null) {
            return List.of();
        }
        JsonNode phases = report.path("phasesMs");
        double ready = report.path("startedNs").asDouble() / 1e9 + phases.path("premain").asDouble() / 1e3;
        double connected = ready + phases.path("connect").asDouble() / 1e3;
        double scanned = connected + phases.path("scan").asDouble() / 1e3;
        double through = scanned + phases.path("broadcast").asDouble() / 1e3;
        return List.of(new TraceLog.Pause(Operation.CONNECT, micros(ready), micros(connected), 0),
                new TraceLog.Pause(Operation.BROADCAST, micros(rank == 0 ? scanned : connected), micros(through), report.path("bytes").asLong()));
    }

    /** Such as 0m1.250000s, of the shell's times. */
    private static double minutes(String text) {
        String[] parts = text.replace("s", "").split("m");
        return Integer.parseInt(parts[0]) * 60 + Double.parseDouble(parts[1]);
    }

    private static long micros(double seconds) {
        return Math.round(seconds * 1e6);
    }

    static String name(Scenario scenario) {
        return scenario.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        cluster.close();
    }
}
