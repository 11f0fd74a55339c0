package io.classcast.doctor;

import static io.classcast.doctor.Samples.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.classcast.console.JsonText;
import io.classcast.doctor.Diagnosis.Row;
import io.classcast.doctor.Finding.Unit;
import io.classcast.doctor.RankReport.Jdk;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosisTest {
    private static Diagnosis of(NodeReport... nodes) {
        return Diagnosis.of(new Job(List.of(nodes)));
    }

    private static String print(Diagnosis diagnosis) {
        StringWriter out = new StringWriter();
        TextRendering.print(diagnosis, new PrintWriter(out));
        return out.toString();
    }

    private static Finding free(double bytes) {
        return Finding.ok("store", "/dev/shm: {} free").with(bytes, Unit.BYTES);
    }

    @Test
    void equalFindingsBecomeOneLineWithTheRangeOfTheirFigures() {
        Diagnosis diagnosis = of(node("a", free(1 << 20)), node("b", free(1 << 22)));
        assertThat(print(diagnosis)).contains("2 ranks on 2 nodes", "/dev/shm: 1.0 MiB to 4.0 MiB free [all 2 nodes]");
    }

    @Test
    void theWorstStandsFirstAndNamesItsNodes() {
        Diagnosis diagnosis = of(node("a", Finding.ok("s", "fine")),
                node("b", Finding.error("s", "broken", "Mend it.")));
        assertThat(diagnosis.findings().get(0).nodes()).containsExactly("b");
        assertThat(print(diagnosis)).contains("broken [1 of 2 nodes: b]", "-> Mend it.");
        assertThat(diagnosis.level().exitCode()).isEqualTo(3);
    }

    @Test
    void exitCodesFollowTheWorstLevel() {
        assertThat(of(node("a", Finding.note("s", "n", ""))).level().exitCode()).isZero();
        assertThat(of(node("a", Finding.warning("s", "n", ""))).level().exitCode()).isEqualTo(1);
    }

    @Test
    void jdksThatDifferAreFound() {
        assertThat(of(node("a", 1, 25, "25.0.3", 0), node("b", 1, 25, "25.0.1", 0)).level()).isEqualTo(Level.WARNING);
        Diagnosis diagnosis = of(node("a", 1, 25, "25.0.3", 0), node("b", 1, 21, "21.0.9", 0));
        assertThat(diagnosis.findings().get(0).text()).isEqualTo("21.0.9, but rank 0 has 25.0.3");
        assertThat(diagnosis.level()).isEqualTo(Level.ERROR);
    }

    @Test
    void clocksThatDifferByMoreThanASecondAreAWarning() {
        assertThat(of(node("a", 1, 25, "x", 5_000), node("b", 1, 25, "x", 6_000)).level()).isEqualTo(Level.OK);
        Diagnosis diagnosis = of(node("a", 1, 25, "x", 5_000), node("b", 1, 25, "x", 3_500));
        assertThat(diagnosis.findings().get(0).text()).isEqualTo("the clock differs from that of rank 0 by 1.5 s");
        assertThat(diagnosis.findings().get(0).nodes()).containsExactly("b");
    }

    @Test
    void aRankThatWasLateInOneRoundIsNotAClockThatDiffers() {
        NodeReport late = new NodeReport("b", 1, List.of(new Jdk(25, "x")), 8, 8, List.of(9_000L, 6_010L), List.of());
        NodeReport root = new NodeReport("a", 1, List.of(new Jdk(25, "x")), 8, 8, List.of(5_000L, 6_000L), List.of());
        assertThat(of(root, late).level()).isEqualTo(Level.OK);
    }

    @Test
    void jvmsThatCountOnTheSameCoresAreNoted() {
        assertThat(of(node("a", 2, 25, "x", 0)).findings()).extracting(Row::level).contains(Level.NOTE);
        assertThat(of(node("a"), node("b")).level()).isEqualTo(Level.OK);
    }

    @Test
    void manyNodesAreCutShort() {
        List<NodeReport> nodes = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            nodes.add(node("node" + i, i == 0 ? Finding.ok("s", "one") : Finding.ok("s", "other")));
        }
        assertThat(print(Diagnosis.of(new Job(nodes)))).contains("other [11 of 12 nodes: node1, node10,", "and 3 more]");
    }

    @Test
    void reportsSurviveTheirTravel() {
        RankReport rank = new RankReport(new Jdk(25, "x"), 4, 8, List.of(free(12), Finding.error("s", "t", "a")));
        assertThat(JsonText.read(JsonText.line(rank), RankReport.class)).isEqualTo(rank);
        NodeReport sent = node("h\u00e4", 3, 25, "x", 7, free(12));
        assertThat(JsonText.read(JsonText.line(sent), NodeReport.class)).isEqualTo(sent);
    }

    @Test
    void aNodesReportDoesNotGrowWithRanksThatAgree() {
        RankReport rank = new RankReport(new Jdk(25, "x"), 4, 8, List.of(free(12), Finding.ok("s", "t")));
        RankReport odd = new RankReport(new Jdk(21, "y"), 8, 8, List.of(free(12), Finding.ok("s", "u")));
        NodeReport merged = NodeReport.of("a", List.of(1L), List.of(rank, rank, odd, rank));
        assertThat(merged.ranks()).isEqualTo(4);
        assertThat(merged.findings()).hasSize(3);
        assertThat(merged.jdks()).containsExactly(rank.jdk(), odd.jdk());
        assertThat(merged.processors()).isEqualTo(8);
        assertThat(of(merged).findings().get(0).text()).isEqualTo("y, but rank 0 has x");
    }

    @Test
    void whatMovesATerminalIsEscaped() {
        assertThat(print(of(node("a", Finding.note("s", "LD_PRELOAD=\u001b[2J", "")))))
                .contains("LD_PRELOAD=\\u001b[2J").doesNotContain("\u001b");
    }
}
