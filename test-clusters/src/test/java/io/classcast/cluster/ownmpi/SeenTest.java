package io.classcast.cluster.ownmpi;

import static org.assertj.core.api.Assertions.assertThat;

import io.classcast.cluster.JobOutcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeenTest {
    private static Seen job(int exit, double seconds, List<String> lines, String... complaints) {
        return Seen.of(new JobOutcome(exit, lines, List.of(complaints), seconds));
    }

    @Test
    void ranksPrintInAnyOrderAndLaunchersNameTheProcessThatHappenedToEndFirst() {
        Seen plain = job(3, 1, List.of("rank 0: end", "rank 1: end", "=   RANK 0 PID 123 RUNNING AT 10.77.0.1", "=   EXIT CODE: 3"));
        Seen served = job(3, 2.9, List.of("rank 1: end", "=   RANK 1 PID 77 RUNNING AT 10.77.0.2", "=   EXIT CODE: 3", "rank 0: end"), "classcast: served");
        assertThat(served.differences(plain)).isEmpty();
        assertThat(served.tookAsLongAs(plain)).isTrue();
    }

    @Test
    void anExitCodeALineAndMoreThanTwoSecondsAreDifferences() {
        Seen plain = job(3, 1, List.of("rank 0: end", "=   EXIT CODE: 3"));
        Seen served = job(0, 3.1, List.of("rank 0: begin", "=   EXIT CODE: 4"));
        assertThat(served.differences(plain)).containsExactly("exit code 0 instead of 3", "stdout: + rank 0: begin | - rank 0: end",
                "the launcher's words: + =   EXIT CODE: 4 | - =   EXIT CODE: 3");
        assertThat(served.tookAsLongAs(plain)).isFalse();
        assertThat(plain.tookAsLongAs(served)).isFalse();
    }

    @Test
    void aLineThatIsPrintedTwiceIsADifference() {
        Seen plain = job(0, 1, List.of("rank 0: end"));
        assertThat(job(0, 1, List.of("rank 0: end", "rank 0: end")).differences(plain)).containsExactly("stdout: + rank 0: end");
    }

    @Test
    void aJobThatTheHarnessHadToEndIsComparedByItsRanksLinesOnly() {
        Seen plain = job(137, 25, List.of("rank 0: begin", "Full thread dump"), "killed after 25 s");
        assertThat(job(137, 25, List.of("rank 0: begin"), "killed after 25 s").differences(plain)).isEmpty();
        assertThat(job(137, 1, List.of("rank 0: begin")).differences(plain)).containsExactly("ends with 137; plainly it does not end");
        assertThat(plain.differences(job(1, 2, List.of("rank 0: begin")))).containsExactly("does not end; plainly it ends with 1");
    }

    @Test
    void whatTheLibrarySaysAboutInitIsKnownWithoutWhereItWasSaid() {
        Seen plain = job(1, 1, List.of(), "[node0:1234] *** An error occurred in MPI_Init", "[node1:77] *** An error occurred in MPI_Init", "srun: error: node1");
        assertThat(plain.complaints()).containsExactly("# *** An error occurred in MPI_Init");
    }
}
