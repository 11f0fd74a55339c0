package io.classcast.doctor;

import static io.classcast.doctor.Samples.report;
import static org.assertj.core.api.Assertions.assertThat;

import io.classcast.console.JsonText;
import io.classcast.doctor.Diagnosis.Row;
import io.classcast.doctor.Finding.Unit;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosisTest {
    private static Diagnosis of(RankReport... reports) {
        return Diagnosis.of(Job.of(List.of(reports)));
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
        Diagnosis diagnosis = of(report(0, "a", 25, "x", 0, free(1 << 20)), report(1, "b", 25, "x", 0, free(1 << 22)));
        assertThat(print(diagnosis)).contains("2 ranks on 2 nodes", "/dev/shm: 1.0 MiB to 4.0 MiB free [all 2 nodes]");
    }

    @Test
    void theWorstStandsFirstAndNamesItsNodes() {
        Diagnosis diagnosis = of(report(0, "a", 25, "x", 0, Finding.ok("s", "fine")),
                report(1, "b", 25, "x", 0, Finding.error("s", "broken", "Mend it.")));
        assertThat(diagnosis.findings().get(0).nodes()).containsExactly("b");
        assertThat(print(diagnosis)).contains("broken [1 of 2 nodes: b]", "-> Mend it.");
        assertThat(diagnosis.level().exitCode()).isEqualTo(3);
    }

    @Test
    void exitCodesFollowTheWorstLevel() {
        assertThat(of(report(0, "a", 25, "x", 0, Finding.note("s", "n", ""))).level().exitCode()).isZero();
        assertThat(of(report(0, "a", 25, "x", 0, Finding.warning("s", "n", ""))).level().exitCode()).isEqualTo(1);
    }

    @Test
    void jdksThatDifferAreFound() {
        assertThat(of(report(0, "a", 25, "25.0.3", 0), report(1, "b", 25, "25.0.1", 0)).level()).isEqualTo(Level.WARNING);
        Diagnosis diagnosis = of(report(0, "a", 25, "25.0.3", 0), report(1, "b", 21, "21.0.9", 0));
        assertThat(diagnosis.findings().get(0).text()).isEqualTo("21.0.9, but rank 0 has 25.0.3");
        assertThat(diagnosis.level()).isEqualTo(Level.ERROR);
    }

    @Test
    void clocksThatDifferByMoreThanASecondAreAWarning() {
        assertThat(of(report(0, "a", 25, "x", 5_000), report(1, "b", 25, "x", 6_000)).level()).isEqualTo(Level.OK);
        Diagnosis diagnosis = of(report(0, "a", 25, "x", 5_000), report(1, "b", 25, "x", 3_500));
        assertThat(diagnosis.findings().get(0).text()).isEqualTo("the clock differs from that of rank 0 by 1.5 s");
        assertThat(diagnosis.findings().get(0).nodes()).containsExactly("b");
    }

    @Test
    void aRankThatWasLateInOneRoundIsNotAClockThatDiffers() {
        RankReport late = new RankReport(1, "b", 25, "x", 8, 8, List.of(9_000L, 6_010L), List.of());
        RankReport root = new RankReport(0, "a", 25, "x", 8, 8, List.of(5_000L, 6_000L), List.of());
        assertThat(of(root, late).level()).isEqualTo(Level.OK);
    }

    @Test
    void jvmsThatCountOnTheSameCoresAreNoted() {
        assertThat(of(report(0, "a", 25, "x", 0), report(1, "a", 25, "x", 0)).findings()).extracting(Row::level)
                .contains(Level.NOTE);
        assertThat(of(report(0, "a", 25, "x", 0), report(1, "b", 25, "x", 0)).level()).isEqualTo(Level.OK);
    }

    @Test
    void manyNodesAreCutShort() {
        List<RankReport> reports = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            reports.add(report(i, "node" + i, 25, "x", 0, i == 0 ? Finding.ok("s", "one") : Finding.ok("s", "other")));
        }
        assertThat(print(Diagnosis.of(Job.of(reports)))).contains("other [11 of 12 nodes: node1, node10,", "and 3 more]");
    }

    @Test
    void reportsSurviveTheirTravel() {
        RankReport sent = report(3, "h\u00e4", 25, "x", 7, free(12), Finding.error("s", "t", "a"));
        assertThat(JsonText.read(JsonText.line(sent), RankReport.class)).isEqualTo(sent);
    }

    @Test
    void whatMovesATerminalIsEscaped() {
        assertThat(print(of(report(0, "a", 25, "x", 0, Finding.note("s", "LD_PRELOAD=\u001b[2J", "")))))
                .contains("LD_PRELOAD=\\u001b[2J").doesNotContain("\u001b");
    }
}
