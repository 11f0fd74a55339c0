package io.classcast.cluster.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.classcast.cluster.Application;
import io.classcast.cluster.Cluster;
import io.classcast.cluster.Host;
import io.classcast.cluster.Machine;
import io.classcast.cluster.MpjJob;
import io.classcast.cluster.SharedFs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
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
    @Option(names = "--jdk", defaultValue = "17", description = "Java version of the ranks (default ${DEFAULT-VALUE})")
    private int jdk;

    private static final String ROW = "%-20s %-7s %8s %9s %9s %9s %7s %10s%n";

    /**
     * Runs the demo.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Demo()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, NoSuchAlgorithmException {
        Machine.requireRoot();
        Path workspace = Machine.home().resolve("target/demo");
        List<DemoResult.Scenario> scenarios = new ArrayList<>();
        try (Cluster cluster = new Cluster(workspace, hosts, 2048)) {
            SharedFs shared = new SharedFs(cluster, new SharedFs.Costs(rtt, metadata, bandwidth, timeout));
            String classPath = Application.installTika(shared);
            String agent = "-javaagent:" + Machine.agent() + "=engine=mpj";
            scenarios.add(run("plain", List.of(), classPath, cluster, shared));
            scenarios.add(run("classcast", List.of(agent), classPath, cluster, shared));
            scenarios.add(run("classcast-locations", List.of(agent + ",mode=locations"), classPath, cluster, shared));
        }
        Path json = Machine.home().resolve("target/demo.json");
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(json.toFile(), new DemoResult(scenarios));
        print(scenarios);
        System.out.println("figures: " + json);
        if (scenarios.stream().map(DemoResult.Scenario::outputSha256).distinct().count() != 1) {
            System.err.println("demo.sh: the scenarios printed different results");
            return 1;
        }
        return 0;
    }

    private DemoResult.Scenario run(String name, List<String> options, String classPath, Cluster cluster, SharedFs shared)
            throws NoSuchAlgorithmException {
        System.out.println("running " + name + " …");
        shared.remount();
        String documents = Machine.home().resolve("apps/tika/target/documents").toString();
        List<String> jvm = new ArrayList<>(options);
        jvm.add("-Xmx1g");
        MpjJob.Outcome outcome = new MpjJob(cluster).run(new MpjJob.Spec(Machine.jdk(jdk), hosts * ranks, jvm, classPath,
                "io.classcast.demo.tika.ExtractText", List.of(documents)), 300);
        outcome.agentLines().forEach(System.out::println);
        List<String> output = outcome.output();
        if (outcome.exit() != 0 || output.isEmpty()) {
            throw new IllegalStateException(name + " failed with exit code " + outcome.exit() + "\n"
                    + String.join("\n", outcome.raw()));
        }
        if (name.equals("plain")) {
            output.forEach(System.out::println);
        }
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
