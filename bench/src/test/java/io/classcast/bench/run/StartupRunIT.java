package io.classcast.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.classcast.bench.measure.Jdk;
import io.classcast.bench.results.StartupRun;
import io.classcast.bench.results.Trial;
import io.classcast.bench.workload.Jynamic;
import io.classcast.cluster.Machine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every scenario on simulated hosts: the same result in each, and counts that repeat. */
class StartupRunIT {
    private static final List<String> METADATA = List.of("lookup", "enoent", "getattr", "open", "readdir", "readlink");

    /** Where the host without rank 0 must not touch the shared file system at all. */
    private static final List<String> WITHOUT = List.of("run", "run-profile", "run-archive", "staged-jars", "staged-jdk", "sbcast", "local", "local-appcds");

    @TempDir
    Path directory;

    private StartupRun run(int jdk, int ranks, int repetitions, List<Way> ways) throws IOException {
        Path home = Machine.home().getParent();
        Startup.Tools tools = new Startup.Tools(Machine.agent(), home.resolve("cli/bin/bcastjar"), home.resolve("cli/target/bcastjar.jar"));
        Jdk used = Jdk.find(jdk, Machine.jdk(jdk)).orElseThrow();
        Startup startup = new Startup(List.of("startup-bench", "run"), Jynamic.of("jars=4,directories=4,classes=60,resources=5,services=3,libraries=2,library-directories=3"), used,
                new RunPlan(ways, List.of(ranks), List.of(false), repetitions), tools);
        try (Site site = Sites.cluster(Path.of("target/startup-run-it").toAbsolutePath(), 2, Preset.of("counting"), used)) {
            return startup.at(site, directory.resolve("run.json"), false);
        }
    }

    private static Map<String, Long> metadata(Trial.OfHost host) {
        return host.operations().entrySet().stream().filter(e -> METADATA.contains(e.getKey())).collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
    }

    @Test
    void everyScenarioRunsAndGivesTheSameResult() throws IOException {
        StartupRun run = run(25, 4, 1, List.of(Way.values()));
        assertThat(run.skipped()).isEmpty();
        assertThat(run.trials()).extracting(Trial::scenario).containsExactly(Arrays.stream(Way.values()).map(Way::scenario).toArray(String[]::new));
        assertThat(run.trials()).allSatisfy(trial -> {
            assertThat(trial.failure()).as(trial.scenario()).isNull();
            assertThat(trial.ofRanks()).hasSize(4).extracting(Trial.OfRank::host).containsExactly("node0", "node0", "node1", "node1");
            assertThat(trial.ofHosts()).extracting(Trial.OfHost::host).containsExactly("node0", "node1");
        });
        // Not one operation on the host without rank 0, and not one on either where all is local.
        for (Trial trial : run.trials()) {
            Trial.OfHost other = trial.ofHosts().get(1);
            if (WITHOUT.contains(trial.scenario())) {
                assertThat(other.operations().values()).as(trial.scenario()).containsOnly(0L);
            }
            assertThat(trial.prepareMillis() > 0).as(trial.scenario()).isEqualTo(trial.scenario().startsWith("staged") || trial.scenario().equals("sbcast"));
        }
        assertThat(run.trials().get(0).ofHosts().get(1).metadata()).isPositive();
    }

    /** One rank a host: two that look for the same name at once may share one look-up in the kernel, or not. */
    @Test
    void twoRunsMakeTheSameOperations() throws IOException {
        List<Way> ways = List.of(Way.PLAIN, Way.LOCATIONS, Way.RUN);
        StartupRun run = run(17, 2, 2, ways);
        assertThat(run.trials()).hasSize(2 * ways.size()).allSatisfy(trial -> assertThat(trial.failure()).as(trial.scenario()).isNull());
        for (int i = 0; i < ways.size(); i++) {
            Trial first = run.trials().get(i);
            Trial second = run.trials().get(ways.size() + i);
            for (int host = 0; host < 2; host++) {
                assertThat(metadata(second.ofHosts().get(host))).as("%s, host %s", first.scenario(), host).isEqualTo(metadata(first.ofHosts().get(host)));
            }
        }
    }
}
