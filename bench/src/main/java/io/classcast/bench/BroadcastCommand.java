package io.classcast.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.classcast.bench.broadcast.BroadcastRuns;
import io.classcast.bench.broadcast.Rates;
import io.classcast.bench.measure.Jdk;
import io.classcast.bench.report.Machine;
import io.classcast.bench.report.Table;
import io.classcast.cluster.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How fast a class path gets into every node's store. */
@Command(name = "broadcast", footer = "Example: startup-bench broadcast --engines openmpi --links 1gbit --sizes 64",
        description = "Broadcast rate across simulated hosts, one rank a host: from the first byte sent to the last byte in every node's store, checksums included, "
                + "against the engine's own broadcast into plain memory in the same run, and against sbcast and cp from a shared file system by every host. Needs root.")
final class BroadcastCommand implements Callable<Integer> {
    /** What a link of 1 Gbit/s carries at most, MiB/s; a broadcast below 0.65 of it sends something twice over one link. */
    private static final double GIGABIT = 119;
    private static final double TWICE = 0.65;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "print this help")
    private boolean help;

    @Option(names = "--engines", split = ",", defaultValue = "openmpi,mpich,mpj", description = "any of openmpi, mpich, mpj, slurm, slurm_pmi2 (default: ${DEFAULT-VALUE})")
    private List<Engine> engines;

    @Option(names = "--hosts", defaultValue = "3", description = "number of hosts (default: ${DEFAULT-VALUE})")
    private int hosts;

    @Option(names = "--links", split = ",", defaultValue = "1gbit,none", description = "1gbit: shaped links; none: unshaped (default: ${DEFAULT-VALUE})")
    private List<String> links;

    @Option(names = "--sizes", split = ",", defaultValue = "64,256", paramLabel = "MIB", description = "what is sent, MiB (default: ${DEFAULT-VALUE})")
    private List<Integer> sizes;

    @Option(names = "--rounds", defaultValue = "7", paramLabel = "N", description = "measured rounds; one more warms up (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--jdk", defaultValue = "25", paramLabel = "N", description = "JDK of the ranks (default: ${DEFAULT-VALUE})")
    private int feature;

    @Option(names = "--check", description = "exit code 1 if a bound does not hold")
    private boolean check;

    @Override
    public Integer call() throws IOException {
        Places places = new Places();
        Path running = Path.of(System.getProperty("java.home"));
        Jdk jdk = Jdk.find(feature, running).orElseThrow(() -> new IllegalStateException("no JDK " + feature + " beside " + running));
        List<Rates> rates = new ArrayList<>();
        for (String link : links) {
            try (BroadcastRuns runs = new BroadcastRuns(places.target().resolve("broadcast"), hosts, link)) {
                for (Engine engine : engines) {
                    System.err.println("broadcast: " + engine + ", link " + link);
                    rates.addAll(runs.engine(engine, jdk, rounds, sizes));
                }
                for (int size : sizes) {
                    System.err.println("broadcast: sbcast and cp, link " + link);
                    rates.add(runs.sbcast(Math.min(rounds, 3), size));
                    rates.add(runs.copy(Math.min(rounds, 3), size, link.equals("none") ? 0 : (int) GIGABIT));
                }
            }
        }
        return report(places, jdk, rates);
    }

    private int report(Places places, Jdk jdk, List<Rates> rates) throws IOException {
        Table table = new Table("way", "link", "hosts", "MiB", "MiB/s ours", "MiB/s bare", "ratio", "wanted", "");
        boolean all = true;
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Rates r : rates) {
            boolean engine = !r.bare().isEmpty();
            double wanted = engine ? wanted(r) : 0;
            boolean holds = engine ? r.ratio() >= wanted : fastest(r, rates);
            all &= holds;
            table.row(r.way(), r.link(), Integer.toString(r.hosts()), Integer.toString(r.mib()), Session.cell(r.medianOurs()),
                    engine ? Session.cell(r.medianBare()) : "", engine ? String.format(Locale.ROOT, "%.2f", r.ratio()) : "",
                    engine ? String.format(Locale.ROOT, ">= %.2f", wanted) : "below ours", holds ? "holds" : "DOES NOT HOLD");
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("way", r.way());
            row.put("link", r.link());
            row.put("hosts", r.hosts());
            row.put("ranks", r.hosts());
            row.put("mib", r.mib());
            row.put("ours_mib_per_s", r.medianOurs());
            if (engine) {
                row.put("bare_mib_per_s", r.medianBare());
                row.put("ratio", r.ratio());
                row.put("wanted_ratio", wanted);
            }
            row.put("holds", holds);
            row.put("ours_rounds", r.ours());
            row.put("bare_rounds", r.bare());
            rows.add(row);
        }
        System.out.printf("broadcast, JDK %s, %d rounds%n%n%s%n", jdk.version(), rounds, table);
        Path file = places.target().resolve("broadcast.json");
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(),
                Map.of("benchmark", "broadcast", "machine", Machine.facts(), "jdk", jdk.version().toString(), "rows", rows));
        System.out.println("written: " + file);
        return check && !all ? 1 : 0;
    }

    private static double wanted(Rates r) {
        if (r.link().equals("none")) {
            return 0.6;
        }
        return r.medianBare() < TWICE * GIGABIT ? 1.5 : 0.95;
    }

    /** Whether every engine's broadcast of the same size over the same links beats this. */
    private static boolean fastest(Rates other, List<Rates> rates) {
        return rates.stream().filter(r -> !r.bare().isEmpty() && r.link().equals(other.link()) && r.mib() == other.mib())
                .allMatch(r -> r.medianOurs() > other.medianOurs());
    }
}
