package io.classcast.bench.report;

import io.classcast.bench.results.StartupRun;
import io.classcast.bench.results.Trial;
import io.classcast.bench.results.Trial.OfHost;
import io.classcast.bench.results.Trial.OfRank;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Result files for tests: the same ones every time, with figures of a likely size. */
final class SampleRuns {
    /** Failed at every number of ranks. */
    static final String FAILED = "fat-jar";
    /** Never run. */
    static final List<String> SKIPPED = List.of("appcds-shared", "sbcast");
    static final String REASON = "the JDK of rank 0 has no archive of its own classes";
    static final int REPETITIONS = 3;
    private static final int HOSTS = 2;
    /** Seconds at 8 ranks, what each rank more adds, seconds of preparation, metadata operations of rank 0's host and of another's. */
    private static final Map<String, double[]> SCENARIOS = new LinkedHashMap<>();

    static {
        SCENARIOS.put("plain", new double[] {42, 3.1, 0, 98_000, 98_700});
        SCENARIOS.put("wildcard", new double[] {43, 3.2, 0, 98_400, 99_100});
        SCENARIOS.put("local", new double[] {17.5, 1.1, 0, 0, 0});
        SCENARIOS.put("local-appcds", new double[] {9.4, 0.7, 0, 0, 0});
        SCENARIOS.put("locations", new double[] {29, 1.9, 0, 12_400, 9_300});
        SCENARIOS.put("jars", new double[] {21, 1.3, 0, 2_600, 640});
        SCENARIOS.put("run", new double[] {19.5, 1.2, 0, 860, 0});
        SCENARIOS.put("run-profile", new double[] {18, 1.1, 0, 860, 0});
        SCENARIOS.put("run-archive", new double[] {11, 0.8, 0, 870, 0});
        SCENARIOS.put("staged-jars", new double[] {18, 1.1, 31, 900, 12});
        SCENARIOS.put("staged-jdk", new double[] {17, 1.1, 9, 1_400, 4});
    }

    private SampleRuns() {
    }

    /** A run of 14 scenarios, cold, of which one failed and two were skipped. */
    static StartupRun run(int ranks) {
        return run(ranks, "cold", "storm");
    }

    static StartupRun run(int ranks, String cache, String workload) {
        Random random = new Random(ranks);
        List<Trial> trials = new ArrayList<>();
        for (int repetition = 1; repetition <= REPETITIONS; repetition++) {
            for (Map.Entry<String, double[]> scenario : SCENARIOS.entrySet()) {
                trials.add(trial(scenario.getKey(), ranks, cache, repetition, scenario.getValue(), random));
            }
            trials.add(failed(FAILED, ranks, cache, repetition, "rank 3 on node1 ended with exit code 1: java.lang.OutOfMemoryError"));
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", workload);
        facts.put("seed", 7);
        facts.put("jars", 168);
        facts.put("classes", 9_105);
        facts.put("bytes", 269_000_000L);
        return new StartupRun(StartupRun.FORMAT, "2026-01-02T03:04:05Z", List.of("startup-bench", "run", "--workload", workload, "--ranks", String.valueOf(ranks)),
                Map.of("classcast", "0.1.0", "jdk", "17.0.15"), Map.of("cores", 2, "cpu", "Some CPU @ 2.00GHz", "memory", "8 GB", "load", ranks / 4.0),
                new StartupRun.Where("cluster", "nfs", HOSTS, Map.of("round trip µs", 500, "metadata µs", 100)), facts,
                SKIPPED.stream().map(name -> new StartupRun.Skipped(name, REASON)).toList(), trials);
    }

    private static Trial trial(String scenario, int ranks, String cache, int repetition, double[] figures, Random random) {
        double noise = 1 + random.nextDouble() / 20;
        double wall = 1000 * noise * (figures[0] + figures[1] * (ranks - 8)) * (cache.equals("warm") ? 0.6 : 1);
        boolean agent = List.of("locations", "jars", "run", "run-profile", "run-archive").contains(scenario);
        List<OfRank> ofRanks = new ArrayList<>();
        for (int rank = 0; rank < ranks; rank++) {
            double mine = wall * (0.9 + 0.08 * random.nextDouble());
            Map<String, Double> phases = new LinkedHashMap<>();
            if (agent) {
                phases.put("premain", 45 + 5 * random.nextDouble());
                phases.put("connect", 220 + 20 * random.nextDouble());
                phases.put("scan", rank == 0 ? 610.0 : 2.0);
                phases.put("broadcast", rank == 0 ? 1_400.0 : 1_950.0);
                phases.put("install", 30.0);
            }
            double start = 300 + 20 * random.nextDouble();
            ofRanks.add(new OfRank(rank, "node" + rank % HOSTS, start, start + mine * 0.2, mine * 0.95, mine, mine * 0.4, 190_000 + random.nextInt(9_000), phases));
        }
        List<OfHost> ofHosts = List.of(host("node0", figures[3]), host("node1", figures[4]));
        return new Trial(scenario, ranks, cache, repetition, List.of("java", "-cp", "…", "Main"), 1000 * figures[2], wall, null, ofRanks, ofHosts);
    }

    private static OfHost host(String name, double metadata) {
        Map<String, Long> operations = new LinkedHashMap<>();
        long lookups = Math.round(metadata * 0.2);
        operations.put("lookup", lookups);
        operations.put("enoent", Math.round(lookups * 0.3));
        operations.put("getattr", Math.round(metadata) - lookups);
        operations.put("open", 0L);
        operations.put("readdir", 0L);
        operations.put("readlink", 0L);
        operations.put("read", Math.round(metadata / 20));
        operations.put("readBytes", Math.round(metadata * 2_800));
        return new OfHost(name, operations);
    }

    static Trial failed(String scenario, int ranks, String cache, int repetition, String why) {
        return new Trial(scenario, ranks, cache, repetition, List.of("java", "Main"), 0, 0, why, List.of(), List.of());
    }

    /** A trial of one rank on one host without counters. */
    static Trial trial(String scenario, int ranks, double prepareMillis, double wallMillis) {
        return new Trial(scenario, ranks, "cold", 1, List.of("java", "Main"), prepareMillis, wallMillis, null,
                List.of(new OfRank(0, "node0", 1, 2, 3, 4, 5, 0, Map.of())), List.of());
    }

    static Source source(String file, List<Trial> trials) {
        return source(file, HOSTS, trials);
    }

    static Source source(String file, int hosts, List<Trial> trials) {
        return new Source(file, new StartupRun(StartupRun.FORMAT, "2026-01-02T03:04:05Z", List.of("startup-bench"), Map.of(), Map.of("load", trials.size()),
                new StartupRun.Where("cluster", "nfs", hosts, Map.of()), Map.of("name", "storm"), List.of(), trials));
    }

    /** What the scale model writes. */
    static String model() {
        return """
                {"format": "startup-bench model 1", "title": "storm on NFS", "parameters": {"round trip µs": 500},
                 "curves": [{"scenario": "plain", "points": [{"ranks": 32, "seconds": 120.5, "metadata": 400000, "bytes": 9000000},
                                                             {"ranks": 32768, "seconds": 91000, "metadata": 409600000, "bytes": 9216000000}]},
                            {"scenario": "run", "points": [{"ranks": 32, "seconds": 20.5, "metadata": 860, "bytes": 280000000},
                                                           {"ranks": 32768, "seconds": 24, "metadata": 860, "bytes": 280000000}]}],
                 "published": [{"what": "MPI_Import, 100 modules", "ranks": 32768, "publishedSeconds": 19800, "modelledSeconds": 17900}],
                 "validation": [{"scenario": "plain", "ranks": 8, "measuredSeconds": 42.3, "predictedSeconds": 40.1, "error": -0.052}]}
                """;
    }
}
