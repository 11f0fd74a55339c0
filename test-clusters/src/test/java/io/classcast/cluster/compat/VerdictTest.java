package io.classcast.cluster.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.classcast.cluster.Counters;
import io.classcast.cluster.JobOutcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final Program PROGRAM = Program.of("any", "any", "Any");
    private static final Cell CELL = new Cell(17, Door.Loader.BROADCAST, Door.AGENT);
    private static final String SERVED = "classcast: 3 class-path entries served to 2 ranks on 2 nodes";
    private static final Run PLAIN = run(0, List.of("open /a/b.jar 0"), "= one", "= end", "noise 17 ms", "= one", "= end");

    private static Run run(int exit, List<String> log, String... lines) {
        Counters counters = new Counters(9, 0, 9, log.size(), log.size(), 0, 0, 0);
        return Run.of(new JobOutcome(exit, List.of(lines), List.of(), 1), counters, log);
    }

    private static Verdict verdict(Run served) {
        return Verdict.of(PROGRAM, CELL, PLAIN, served);
    }

    @Test
    void theOrderOfTheRanksAndWhatLibrariesPrintDoNotMatter() {
        Verdict verdict = verdict(run(0, List.of(), SERVED, "= end", "= one", "noise 18 ms", "= one", "= end"));
        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.EQUAL);
    }

    @Test
    void aLineThatOneRankAloneDoesNotPrintIsADifference() {
        Verdict verdict = verdict(run(0, List.of(), SERVED, "= one", "= end", "= end"));
        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.DIFFERS);
        assertThat(verdict.details()).contains("- = one").doesNotContain("- = end");
    }

    @Test
    void aLineThatMeetsOneOfTheOtherRankIsNoDifference() {
        Run mixed = run(0, List.of(), SERVED, "= one", "= o= end", "ne", "= end");
        assertThat(verdict(mixed).kind()).isEqualTo(Verdict.Kind.EQUAL);
        assertThat(Verdict.of(PROGRAM, CELL, mixed, run(0, List.of(), SERVED, "= end", "= one", "= one", "= end")).kind())
                .as("in the plain run").isEqualTo(Verdict.Kind.EQUAL);
    }

    @Test
    void aLineThatMeetsOneOfTheOtherRankAndLosesItsRestIsADifference() {
        for (String rest : List.of("", "n", "nee")) {
            Verdict verdict = verdict(run(0, List.of(), SERVED, "= one", "= o= end", rest, "= end"));
            assertThat(verdict.kind()).isEqualTo(Verdict.Kind.DIFFERS);
            assertThat(verdict.details()).contains("- = one", "- = end", "+ = o= end");
        }
    }

    @Test
    void eachPartOfALineThatMeetsAnotherCountsOnce() {
        Verdict oneRest = verdict(run(0, List.of(), SERVED, "= o= end", "= o= end", "ne"));
        assertThat(oneRest.kind()).as("two broken lines, the rest of one").isEqualTo(Verdict.Kind.DIFFERS);
        Verdict oneMore = verdict(run(0, List.of(), SERVED, "= one", "= o= one", "ne", "= end", "= end"));
        assertThat(oneMore.kind()).as("a broken line and one more than the ranks print").isEqualTo(Verdict.Kind.DIFFERS);
    }

    @Test
    void anotherExitCodeIsADifference() {
        assertThat(verdict(run(1, List.of(), SERVED, "= one", "= end", "= one", "= end")).kind())
                .isEqualTo(Verdict.Kind.DIFFERS);
    }

    @Test
    void filesThatTheOtherHostOpensAreNamedOnce() {
        Verdict verdict = verdict(run(0, List.of("lookup /a/b.jar 0", "open /a/b.jar 0", "open /a/b.jar 0"), SERVED, "= one",
                "= end", "= one", "= end"));
        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.OPENS);
        assertThat(verdict.words()).isEqualTo("equal, but opens b.jar");
    }

    @Test
    void plainLoadingIsNotTakenForSuccess() {
        Verdict verdict = verdict(run(0, List.of(), "classcast: plain class loading", "= one", "= end", "= one", "= end"));
        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.NOT_SERVED);
    }

    @Test
    void aProgramIsCompleteWhenAllRanksPrintedTheirLastLine() {
        assertThat(PLAIN.complete(2)).isTrue();
        assertThat(PLAIN.complete(3)).isFalse();
        assertThat(run(0, List.of(), "= failed: x", "= end", "= end").complete(2)).isFalse();
    }

    @Test
    void theTableHasReasonsWhereACellIsNotEqual() {
        Program program = Programs.named("springboot");
        List<Verdict> verdicts = new ArrayList<>(List.of(new Verdict(program, CELL, Verdict.Kind.OPENS, "equal, but opens x.jar",
                List.of())));
        assertThat(CompatibilityTable.reasons(verdicts)).contains("- springboot: Spring's launcher");
        verdicts.set(0, new Verdict(program, CELL, Verdict.Kind.EQUAL, "equal", List.of()));
        assertThat(CompatibilityTable.reasons(verdicts)).isEmpty();
    }

    @Test
    void everyReasonBelongsToAProgram() {
        assertThat(Programs.all().stream().map(Program::name)).containsAll(Reasons.programs());
    }
}
