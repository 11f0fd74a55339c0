package io.classcast.cluster.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.classcast.cluster.JobOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a cell is judged, and what is written about it. */
class FaultVerdictTest {
    private static final String SERVED = "classcast: 6 class-path entries (54 names, 4 MiB) served to 4 ranks on 2 nodes in 1.00 s";
    private static final String WARNING = "classcast: warning: no room; classes are loaded as without Classcast";
    private static final String STOPPED = "classcast: warning: no room; the job is stopped (strict)";
    private static final JobOutcome PLAIN = job(0, "rank 0: data a", "rank 1: data a");

    private static JobOutcome job(int exit, String... lines) {
        return new JobOutcome(exit, List.of(lines), List.of(), 1);
    }

    private static FaultCell cell(Fault.Expected expected, Mode mode) {
        return new FaultCell(Fault.of("a-fault", "something").expect(expected), FaultEngine.MPICH, mode, 25);
    }

    private static FaultVerdict judge(Fault.Expected expected, JobOutcome outcome, String... left) {
        return FaultVerdict.of(cell(expected, Mode.JARS), PLAIN, outcome, 5, List.of(left));
    }

    @Test
    void theOrderOfTheRanksDoesNotMatter() {
        FaultVerdict verdict = judge(Fault.Expected.SERVED, job(0, "rank 1: data a", SERVED, "rank 0: data a"));
        assertThat(verdict.problems()).isEmpty();
        assertThat(verdict.words()).isEqualTo("served");
    }

    @Test
    void fallingBackIsGreenOnlyWhereServingIsNotExpected() {
        JobOutcome outcome = job(0, "rank 0: data a", "rank 1: data a", WARNING);
        assertThat(judge(Fault.Expected.SAME_OUTPUT, outcome).words()).isEqualTo("fell back");
        assertThat(judge(Fault.Expected.SAME_OUTPUT, outcome).isGreen()).isTrue();
        assertThat(judge(Fault.Expected.SERVED, outcome).problems()).containsExactly("was not served");
    }

    @Test
    void everythingThatIsNotAsItHasToBeIsAProblem() {
        assertThat(judge(Fault.Expected.SAME_OUTPUT, job(0, "rank 0: data a", WARNING)).problems()).hasSize(1);
        assertThat(judge(Fault.Expected.SAME_OUTPUT, job(1, "rank 0: data a", "rank 1: data a", WARNING)).problems()).hasSize(1);
        assertThat(judge(Fault.Expected.SAME_OUTPUT, job(0, "rank 0: data a", "rank 1: data a")).problems())
                .containsExactly("fell back without a word");
        assertThat(judge(Fault.Expected.SAME_OUTPUT, job(0, "rank 0: data a", "rank 1: data a", WARNING, WARNING)).problems()).hasSize(1);
        assertThat(judge(Fault.Expected.SERVED, job(0, "rank 0: data a", "rank 1: data a", SERVED), "a file").problems())
                .containsExactly("a file");
        JobOutcome slow = new JobOutcome(0, List.of("rank 0: data a", "rank 1: data a", SERVED), List.of(), 6);
        assertThat(judge(Fault.Expected.SERVED, slow).problems()).singleElement().asString().contains("bound");
    }

    @Test
    void aJobThatDiesMayLoseLinesButNotPrintWrongOnes() {
        assertThat(judge(Fault.Expected.JOB_DIES, job(137, "rank 0: data a")).isGreen()).isTrue();
        assertThat(judge(Fault.Expected.JOB_DIES, job(137, "rank 0: data b")).isGreen()).isFalse();
    }

    @Test
    void strictStopsWithItsExitCode() {
        FaultCell strict = cell(Fault.Expected.SAME_OUTPUT, Mode.STRICT);
        assertThat(FaultVerdict.of(strict, PLAIN, job(78, STOPPED), 5, List.of()).problems()).isEmpty();
        assertThat(FaultVerdict.of(strict, PLAIN, job(1, STOPPED), 5, List.of()).problems()).hasSize(1);
        assertThat(judge(Fault.Expected.SAME_OUTPUT, job(78, STOPPED)).isGreen()).isFalse();
    }

    @Test
    void theSectionTakesItsPlaceAndLeavesTheRestOfThePage(@TempDir Path directory) throws IOException {
        Path page = Files.writeString(directory.resolve("page.md"), "# R\n\nbefore\n" + FaultTable.BEGIN + "\nold\n" + FaultTable.END
                + "\nafter\n");
        FaultVerdict red = judge(Fault.Expected.SERVED, job(0, "rank 0: data a", "rank 1: data a", WARNING));
        FaultTable.write(page, FaultTable.section("faults.sh", List.of(red), new FuzzCounts(3, 2, 5000, 40)));
        assertThat(page).content().startsWith("# R\n\nbefore\n").endsWith(FaultTable.END + "\nafter\n").doesNotContain("old")
                .contains("1 faults, 1 cells, 0 green", "**RED: fell back**");
    }

    @Test
    void theSliceHasEveryFaultThatIsNotTooLargeAndEveryEngine() {
        List<FaultCell> slice = FaultCell.slice(Faults.all());
        assertThat(slice).extracting(c -> c.fault().name()).doesNotHaveDuplicates()
                .hasSize((int) Faults.all().stream().filter(f -> !f.isLarge()).count());
        assertThat(slice).extracting(FaultCell::engine).contains(FaultEngine.values());
        assertThat(slice).extracting(FaultCell::mode).contains(Mode.values());
        assertThat(slice).extracting(FaultCell::jdk).contains(17, 25);
    }

    @Test
    void theRowOfOneFaultIsPutBehindItsNeighbourAndTheCellsAreCountedAnew() {
        List<FaultCell> whole = List.of(of("a"), of("b"), of("c"));
        FuzzCounts fuzzed = new FuzzCounts(1, 2, 3, 4);
        String page = "# Page\n\n" + FaultTable.section("faults.sh", List.of(green(whole.get(0)), green(whole.get(2))), fuzzed) + "after\n";
        String wanted = "# Page\n\n" + FaultTable.section("faults.sh", List.of(green(whole.get(0)), green(whole.get(1)), green(whole.get(2))), fuzzed) + "after\n";

        assertThat(FaultTable.withRows(page, List.of(green(whole.get(1))), whole, fuzzed)).isEqualTo(wanted);
        assertThat(FaultTable.withRows(wanted, List.of(green(whole.get(1))), whole, fuzzed)).as("again").isEqualTo(wanted);
        FaultVerdict red = new FaultVerdict(whole.get(1), "served", List.of("a file"), List.of(), 1);
        assertThat(FaultTable.withRows(page, List.of(red), whole, fuzzed)).as("red").isNull();
        assertThat(FaultTable.withRows(page, List.of(green(whole.get(0))), whole, fuzzed)).as("b is missing").isNull();
        assertThat(FaultTable.withRows("# Page\n", List.of(green(whole.get(1))), whole, fuzzed)).as("no table").isNull();
    }

    private static FaultCell of(String name) {
        return new FaultCell(Fault.of(name, "something"), FaultEngine.MPICH, Mode.JARS, 25);
    }

    private static FaultVerdict green(FaultCell cell) {
        return new FaultVerdict(cell, "served", List.of(), List.of(), 1);
    }
}
