package io.classcast.bench.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.classcast.bench.model.ModelRuns.Scenario;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The traces that come with the model. */
class RecordedTracesTest {
    private static final TraceStore STORE = new TraceStore(null);

    @ParameterizedTest
    @ValueSource(strings = {"trivial-100", "storm,classes=1000"})
    void withBroadcastJarsTheMetadataOfAJobHardlyGrowWithItsSize(String workload) throws IOException {
        Parameters machine = MachineFile.known("lustre-128").parameters();
        Point plain = STORE.model(workload, Scenario.PLAIN, machine).at(32);
        Point run = STORE.model(workload, Scenario.RUN, machine).at(32);
        assertThat(STORE.model(workload, Scenario.RUN, machine).at(2).metadata()).isEqualTo(run.metadata());
        assertThat(run.metadata()).isLessThan(plain.metadata() / 20);
        assertThat(STORE.model(workload, Scenario.LOCATIONS, machine).at(32).metadata()).isLessThan(plain.metadata() / 3);
    }

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void aQuarterOfAMillionRanksAreModelledAndMoreRanksAreNeverFaster(Scenario scenario) throws IOException {
        ScaleModel model = STORE.model("trivial-100", scenario, MachineFile.known("lustre-128").parameters());
        assertThat(model.at(262144).seconds()).isGreaterThanOrEqualTo(model.at(2048).seconds());
    }
}
