package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.classcast.cluster.fault.FaultCell;
import io.classcast.cluster.fault.FaultRun;
import io.classcast.cluster.fault.FaultVerdict;
import io.classcast.cluster.fault.Faults;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A slice of the fault matrix, one cell for each fault; {@code test-clusters/faults.sh} runs all of it. */
class FaultsIT {
    private static FaultRun run;

    @BeforeAll
    static void makeHosts() throws IOException {
        run = new FaultRun(Fixtures.workspace("faults"));
    }

    @AfterAll
    static void removeHosts() {
        if (run != null) {
            run.close();
        }
    }

    static List<FaultCell> slice() {
        return FaultCell.slice(Faults.all());
    }

    @ParameterizedTest
    @MethodSource("slice")
    void theJobEndsAsWithoutClasscastAndNothingIsLeft(FaultCell cell) throws IOException {
        FaultVerdict verdict = run.run(cell);
        assertThat(verdict.problems()).as(String.join("\n", verdict.details())).isEmpty();
    }
}
