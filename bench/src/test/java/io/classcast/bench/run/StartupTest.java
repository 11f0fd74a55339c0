package io.classcast.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.classcast.bench.measure.Jdk;
import io.classcast.bench.results.RunFile;
import io.classcast.bench.results.StartupRun;
import io.classcast.bench.results.Trial;
import io.classcast.bench.workload.Jynamic;
import io.classcast.cluster.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real JVMs of a small program, on this machine. */
class StartupTest {
    private static final String SHAPE = "jars=2,directories=3,classes=30,resources=3,services=2";

    @TempDir
    Path directory;
    private Path file;
    private Path place;

    @BeforeEach
    void names() {
        file = directory.resolve("run.json");
        place = directory.resolve("shared files");
    }

    private static Startup startup(String shape, int repetitions, Way... ways) throws IOException {
        Path home = Machine.home().getParent();
        Startup.Tools tools = new Startup.Tools(Machine.agent(), home.resolve("cli/bin/bcastjar"), home.resolve("cli/target/bcastjar.jar"));
        Jdk running = Jdk.find(Runtime.version().feature(), Path.of(System.getProperty("java.home"))).orElseThrow();
        return new Startup(List.of("startup-bench", "run"), Jynamic.of(shape), running, new RunPlan(List.of(ways), List.of(2), List.of(false), repetitions), tools);
    }

    /** Starts each rank as a process of its own, as a launcher without an MPI would. */
    private List<String> launcher() throws IOException {
        Path script = Files.writeString(directory.resolve("launch.sh"), """
                n=$1
                shift
                code=0
                pids=
                for rank in $(seq 0 $((n - 1))); do
                    STARTUP_BENCH_RANK=$rank "$@" &
                    pids="$pids $!"
                done
                for pid in $pids; do wait $pid || code=$?; done
                exit $code
                """);
        return List.of("sh", script.toString(), "{ranks}");
    }

    @Test
    void everyWayThatNeedsNoMpiGivesTheSameResultHere() throws IOException {
        StartupRun run;
        Way[] ways = {Way.PLAIN, Way.WILDCARD, Way.FAT_JAR, Way.APPCDS_SHARED, Way.JARS, Way.RUN};
        try (Site site = Sites.here(directory.resolve("files"))) {
            run = startup(SHAPE, 1, ways).at(site, file, false);
        }
        assertThat(run.trials()).hasSize(ways.length).allSatisfy(trial -> {
            assertThat(trial.failure()).isNull();
            assertThat(trial.ofRanks()).hasSize(2).allSatisfy(rank -> {
                assertThat(rank.startMillis()).isBetween(0.0, rank.mainMillis());
                assertThat(rank.loadedMillis()).isBetween(rank.mainMillis(), rank.exitMillis());
                assertThat(rank.exitMillis()).isLessThan(trial.wallMillis() + 50);
                assertThat(rank.cpuMillis()).isPositive();
                assertThat(rank.pssKib()).isPositive();
            });
        });
        assertThat(run.trials().get(4).ofRanks().get(0).phasesMillis()).containsKeys("scan", "attach");
        // A number that was long comes back as an int.
        assertThat(RunFile.read(file)).hasToString(run.toString());
    }

    @Test
    void aScenarioThatCannotRunIsNamedAndOneThatFailsSaysWhy() throws IOException {
        StartupRun run;
        try (Site site = Sites.launcher(launcher(), place, directory.resolve("local"), 1, 2, List.of())) {
            run = startup(SHAPE, 1, Way.PLAIN, Way.LOCAL, Way.JARS, Way.SBCAST).at(site, file, false);
        }
        assertThat(run.trials()).extracting(Trial::scenario, Trial::ended).containsExactly(tuple("plain", true),
                tuple("local", true), tuple("jars", false));
        // There is no MPI here: each rank serves itself, and that must not be measured as ours.
        assertThat(run.trials().get(2).failure()).contains("did not serve");
        assertThat(run.skipped()).singleElement().satisfies(skipped -> {
            assertThat(skipped.scenario()).isEqualTo("sbcast");
            assertThat(skipped.reason()).contains("salloc");
        });
        assertThat(directory.resolve("local")).satisfiesAnyOf(local -> assertThat(local).doesNotExist(), local -> assertThat(local).isEmptyDirectory());
    }

    @Test
    void whatTheFileHasIsNotRunAgain() throws IOException {
        try (Site site = Sites.here(place)) {
            StartupRun first = startup(SHAPE, 1, Way.PLAIN).at(site, file, false);
            StartupRun second = startup(SHAPE, 2, Way.PLAIN, Way.FAT_JAR).at(site, file, true);
            assertThat(second.trials()).hasSize(4).startsWith(first.trials().get(0));
            assertThat(second.trials()).extracting(Trial::repetition).containsExactly(1, 1, 2, 2);
            assertThatThrownBy(() -> startup("classes=31", 1, Way.PLAIN).at(site, file, true)).isInstanceOf(IOException.class).hasMessageContaining("another workload");
        }
    }

    @Test
    void aRankWithAnotherResultFailsTheTrial() throws IOException {
        List<String> launcher = launcher();
        Path script = Path.of(launcher.get(1));
        // The second rank starts another program.
        Files.writeString(script, Files.readString(script).replace("\"$@\" &", "sh -c '[ $STARTUP_BENCH_RANK = 0 ] && exec \"$@\"; exec \"$@\" | sed s/checksum/checkmate/' sh \"$@\" &"));
        try (Site site = Sites.launcher(launcher, place, directory.resolve("local"), 1, 2, List.of())) {
            assertThat(startup(SHAPE, 1, Way.PLAIN).at(site, file, false).trials().get(0).failure()).contains("1 of 2 ranks gave a result");
        }
    }
}
