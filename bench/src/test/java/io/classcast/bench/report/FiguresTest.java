package io.classcast.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.classcast.bench.results.Trial;
import io.classcast.bench.results.Trial.OfHost;
import io.classcast.bench.results.Trial.OfRank;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FiguresTest {
    private static Trial trial(int repetition, double prepare, double wall, List<OfHost> hosts) {
        List<OfRank> ranks = List.of(new OfRank(0, "a", 10, 110, 210, 220, 50, 1_000, Map.of("scan", 40.0)),
                new OfRank(1, "a", 20, 120, 240, 260, 70, 2_000, Map.of("scan", 1.0)), new OfRank(2, "b", 30, 130, 270, 300, 90, 500, Map.of("scan", 3.0)));
        return new Trial("jars", 3, "cold", repetition, List.of(), prepare, wall, null, ranks, hosts);
    }

    private static OfHost host(String name, long lookups, long enoent, long bytes) {
        return new OfHost(name, Map.of("lookup", lookups, "enoent", enoent, "getattr", 5L, "readBytes", bytes));
    }

    private final Figures figures = new Figures(List.of(
            trial(1, 100, 400, List.of(host("a", 10, 4, 1 << 20), host("b", 2, 1, 0), host("c", 7, 2, 3))),
            trial(2, 200, 500, List.of(host("a", 20, 6, 1 << 20), host("b", 8, 1, 9), host("c", 3, 5, 3))),
            SampleRuns.failed("jars", 3, "cold", 3, "killed")));

    @Test
    void theMediansAreOfTheRepetitionsThatEnded() {
        assertThat(figures.median(Trial::wholeMillis)).isEqualTo(600);
        assertThat(figures.median(Trial::wallMillis)).isEqualTo(450);
        assertThat(figures.samples(Trial::wholeMillis).orElseThrow().min()).isEqualTo(500);
        assertThat(figures.cpuMillisPerRank()).isEqualTo(70);
        assertThat(figures.ofRanks(OfRank::exitMillis).orElseThrow().values()).hasSize(6);
    }

    @Test
    void theHostOfRankZeroAndTheWorstOtherAreApart() {
        assertThat(figures.onRootHost(Figures.METADATA)).isEqualTo(20);
        assertThat(figures.onWorstOtherHost(Figures.METADATA)).isEqualTo(12.5);
        assertThat(figures.onRootHost(Figures.ENOENT)).isEqualTo(5);
        assertThat(figures.onWorstOtherHost(Figures.ENOENT)).isEqualTo(3.5);
        assertThat(figures.onWorstOtherHost(Figures.BYTES)).isEqualTo(6);
        assertThat(figures.perRank(Figures.METADATA)).isEqualTo((34 + 46) / 2.0 / 3);
    }

    @Test
    void whatNobodyCountedIsNotZero() {
        assertThat(figures.onRootHost(Figures.READS)).isNaN();
        Figures uncounted = new Figures(List.of(SampleRuns.trial("plain", 1, 0, 10)));
        assertThat(uncounted.onRootHost(Figures.METADATA)).isNaN();
        assertThat(uncounted.perRank(Figures.METADATA)).isNaN();
        assertThat(uncounted.pssKibPerHost()).isNaN();
        assertThat(new Figures(List.of()).median(Trial::wholeMillis)).isNaN();
        assertThat(Text.count(Double.NaN)).isEqualTo("–");
        assertThat(Text.count(0)).isEqualTo("0");
    }

    @Test
    void memoryIsOfTheHostWithMost() {
        assertThat(figures.pssKibPerHost()).isEqualTo(3_000);
    }

    @Test
    void thePhasesAreOfTheMeanRankAndAddUp() {
        Map<String, Double> phases = new Figures(List.of(figures.trials().get(0))).phases();
        assertThat(phases).containsExactly(Map.entry("prepare", 100.0), Map.entry("launch", 20.0), Map.entry("start to main", 100.0),
                Map.entry("main to loaded", 120.0), Map.entry("loaded to exit", 20.0), Map.entry("others, launcher", 140.0));
        assertThat(phases.values().stream().mapToDouble(Double::doubleValue).sum()).isEqualTo(500);
        assertThat(figures.agentOnRoot()).containsEntry("scan", 40.0);
        assertThat(figures.agentOnOthers()).containsEntry("scan", 2.0);
    }

    @Test
    void filesOfOnePlaceAreRepetitionsOfEachOther() {
        Source eight = SampleRuns.source("8.json", List.of(SampleRuns.trial("plain", 8, 0, 10)));
        Source again = SampleRuns.source("again.json", List.of(SampleRuns.trial("plain", 8, 0, 30), SampleRuns.trial("local", 8, 0, 30)));
        List<Setting> settings = Setting.of(List.of(eight, again));
        assertThat(settings).hasSize(1);
        assertThat(settings.get(0).figures("plain", 8, "cold").median(Trial::wholeMillis)).isEqualTo(20);
    }

    @Test
    void moreHostsForMoreRanksIsOnePlaceButNotMoreHostsForTheSame() {
        Source eight = SampleRuns.source("8.json", 2, List.of(SampleRuns.trial("plain", 8, 0, 10)));
        Source sixteen = SampleRuns.source("16.json", 4, List.of(SampleRuns.trial("plain", 16, 0, 30)));
        Source spread = SampleRuns.source("spread.json", 4, List.of(SampleRuns.trial("plain", 8, 0, 30)));
        assertThat(Setting.of(List.of(eight, sixteen))).hasSize(1).first().satisfies(s -> assertThat(s.place()).isEqualTo("2 and 4 hosts (cluster, nfs)"));
        assertThat(Setting.of(List.of(eight, spread))).hasSize(2);
    }
}
