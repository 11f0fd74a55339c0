package io.classcast.cluster.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.classcast.cluster.Application;
import io.classcast.cluster.Cluster;
import io.classcast.cluster.Engine;
import io.classcast.cluster.Host;
import io.classcast.cluster.JobOutcome;
import io.classcast.cluster.JobSpec;
import io.classcast.cluster.Launcher;
import io.classcast.cluster.Machine;
import io.classcast.cluster.SharedFs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code test-clusters/demo.sh}: runs text extraction with Apache Tika plain and with Classcast, and compares. */
@Command(name = "demo.sh", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Runs a real MPI application, text extraction with Apache Tika, on simulated hosts whose class path lies on a shared"
        + " file system: plain, with Classcast (whole jars), and with Classcast (locations).",
    "Prints a table and writes test-clusters/target/demo.json. Needs root."})
public final class Demo implements Callable<Integer> {
    @Option(names = "--engine", defaultValue = "mpj", description = "what starts the ranks and carries the broadcast:"
            + " mpj, openmpi, mpich, slurm, slurm_pmi2 (default ${DEFAULT-VALUE})")
    private Engine engine;
    @Option(names = "--hosts", defaultValue = "2", description = "number of hosts (default ${DEFAULT-VALUE})")
    private int hosts;
    @Option(names = "--ranks", defaultValue = "2", description = "ranks on each host (default ${DEFAULT-VALUE})")
    private int ranks;
    @Option(names = "--rtt-us", defaultValue = "500",
            description = "round trip of each request to the file system, microseconds (default ${DEFAULT-VALUE})")
    private int rtt;
    @Option(names = "--meta-us", defaultValue = "100", description = "service time of a metadata operation; the server"
            + " does one at a time for all hosts, microseconds (default ${DEFAULT-VALUE})")
    private int metadata;
    @Option(names = "--bandwidth-mib", defaultValue = "500",
            description = "what the file server sends, MiB/s; 0 without limit (default ${DEFAULT-VALUE})")
    private int bandwidth;
    @Option(names = "--timeout", defaultValue = "0", description = "seconds that hosts cache names and attributes;"
            + " 0 like NFS noac (default ${DEFAULT-VALUE})")
    private int timeout;
    @Option(names = "--repeat", defaultValue = "1", description = "how often the scenario classcast is run, in a row; the output must be"
            + " the same each time, and no file be opened on a host without rank 0 (default ${DEFAULT-VALUE})")
    private int repeat;
    @Option(names = "--jdk", description = "Java version of the ranks (default 17 with mpj, else 25)")
    private Integer jdk;

    /** MPJ's program combines the totals itself; under a native launcher it is a plain one, and each rank prints its own. */
    private String program() {
        return engine.isNative() ? "io.classcast.demo.tika.ExtractShare" : "io.classcast.demo.tika.ExtractText";
    }

    private final Map<String, List<String>> outputs = new LinkedHashMap<>();

    private static final String ROW = "%-20s %-7s %8s %9s %9s %9s %7s %10s%n";

    /**
     * Runs the demo.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Demo()).setCaseInsensitiveEnumValuesAllowed(true).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, NoSuchAlgorithmException {
        Machine.requireRoot();
        Path workspace = Machine.home().resolve("target/demo");
        List<DemoResult.Scenario> scenarios = new ArrayList<>();
        try (Cluster cluster = new Cluster(workspace, hosts, 2048)) {
            SharedFs shared = new SharedFs(cluster, new SharedFs.Costs(rtt, metadata, bandwidth, timeout));
            String classPath = Application.installTika(shared);
            Launcher launcher = engine.on(cluster);
            String agent = "-javaagent:" + Machine.agent() + "=engine=" + (engine.isNative() ? "mpi" : "mpj");
            scenarios.add(run("plain", List.of(), classPath, cluster, launcher, shared));
            scenarios.add(run("classcast", List.of(agent), classPath, cluster, launcher, shared));
            for (int i = 1; i < repeat; i++) {
                repeatOf(scenarios.get(1), run("classcast", List.of(agent), classPath, cluster, launcher, shared), i + 1);
            }
            scenarios.add(run("classcast-locations", List.of(agent + ",mode=locations"), classPath, cluster, launcher, shared));
        }
        Path json = Machine.home().resolve("target/demo.json");
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(json.toFile(), new DemoResult(engine.name().toLowerCase(Locale.ROOT), scenarios));
        print(scenarios);
        System.out.println("figures: " + json);
        if (scenarios.stream().map(DemoResult.Scenario::outputSha256).distinct().count() != 1) {
            System.err.println("demo.sh: the scenarios printed different results:");
            outputs.forEach((name, lines) -> lines.stream().filter(line -> outputs.values().stream()
                    .anyMatch(others -> !others.contains(line))).forEach(line -> System.err.println(name + ": " + line)));
            return 1;
        }
        return 0;
    }

    private static void repeatOf(DemoResult.Scenario first, DemoResult.Scenario again, int number) {
        boolean quiet = again.hosts().stream().noneMatch(host -> !host.hasRank0() && host.open() + host.readBytes() > 0);
        if (!quiet || !again.outputSha256().equals(first.outputSha256())) {
            throw new IllegalStateException("run " + number + " differs from the first: " + again);
        }
        System.out.println("run " + number + ": the same output, no open on the other hosts, " + again.wallSeconds() + " s");
    }

    private DemoResult.Scenario run(String name, List<String> options, String classPath, Cluster cluster, Launcher launcher,
            SharedFs shared)
            throws NoSuchAlgorithmException {
        System.out.println("running " + name + " …");
        shared.remount();
        String documents = Machine.home().resolve("apps/tika/target/documents").toString();
        List<String> jvm = new ArrayList<>(options);
        jvm.add("-Xmx1g");
        int feature = jdk != null ? jdk : engine.isNative() ? 25 : 17;
        JobOutcome outcome = launcher.run(new JobSpec(Machine.jdk(feature), hosts * ranks, jvm, classPath,
                program(), List.of(documents)), 300);
        outcome.agentLines().forEach(System.out::println);
        List<String> output = engine.isNative() ? outcome.output().stream().sorted().toList() : outcome.output();
        if (outcome.exit() != 0 || output.isEmpty()) {
            throw new IllegalStateException(name + " failed with exit code " + outcome.exit() + "\n"
                    + String.join("\n", outcome.raw()));
        }
        if (name.equals("plain")) {
            output.forEach(System.out::println);
        }
        outputs.put(name, output);
        List<DemoResult.HostFigures> figures = new ArrayList<>();
        for (Host host : cluster.hosts()) {
            figures.add(DemoResult.HostFigures.of(host.name(), figures.isEmpty(), shared.counters(host)));
        }
        return new DemoResult.Scenario(name, hosts * ranks, Math.round(outcome.seconds() * 100) / 100.0, sha256(output),
                figures);
    }

    private static String sha256(List<String> lines) throws NoSuchAlgorithmException {
        byte[] text = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    }

    private static void print(List<DemoResult.Scenario> scenarios) {
        System.out.printf(Locale.ROOT, "%n" + ROW, "scenario", "host", "wall s", "lookup", "ENOENT", "getattr", "open",
                "read MiB");
        for (DemoResult.Scenario scenario : scenarios) {
            for (DemoResult.HostFigures host : scenario.hosts()) {
                System.out.printf(Locale.ROOT, ROW, host.hasRank0() ? scenario.name() : "",
                        host.name() + (host.hasRank0() ? "*" : ""),
                        host.hasRank0() ? String.format(Locale.ROOT, "%.1f", scenario.wallSeconds()) : "", host.lookup(),
                        host.enoent(), host.getattr(), host.open(),
                        String.format(Locale.ROOT, "%.1f", host.readBytes() / 1048576.0));
            }
        }
        System.out.println("* has rank 0; counted at the file system that holds the class path");
    }
}
