package io.classcast.bench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.classcast.bench.model.Trace.Role;
import io.classcast.bench.model.Trace.Step;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScaleModelTest {
    private static final int OPERATIONS = 1000;
    private static final Trace ABSENT = Traces.absent(OPERATIONS, 0);
    private static final Parameters UNCACHED = Traces.machine(4, 4, 1, 0, 0, 0);

    @Test
    void oneRankPaysTheRoundTripAndTheServiceOfEachOperation() {
        Point point = new ScaleModel(UNCACHED, ABSENT, ABSENT).at(1);
        assertThat(point.seconds()).isCloseTo(OPERATIONS * 580e-6, within(1e-9));
        assertThat(point.metadata()).isEqualTo(OPERATIONS);
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 4096, 262144})
    void aSaturatedServerNeedsTheServiceTimeOfAllOperations(int ranks) {
        Point point = new ScaleModel(UNCACHED, ABSENT, ABSENT).at(ranks);
        assertThat(point.seconds()).isCloseTo(ranks * OPERATIONS * 80e-6, withinPercentage(0.5));
        assertThat(point.metadata()).isEqualTo((long) ranks * OPERATIONS);
    }

    @Test
    void serversShareTheOperations() {
        Parameters four = new Parameters(4, 4, 0, 1, 1, 0, 500, 4, 100, 80, 60, 150, 200, 20, 1000, 0, 0, false, 2, 1000, 0);
        assertThat(new ScaleModel(four, ABSENT, ABSENT).exactlyAt(256).seconds()).isCloseTo(256 * OPERATIONS * 80e-6 / 4, withinPercentage(0.5));
        assertThat(new ScaleModel(four, ABSENT, ABSENT).at(4096).seconds()).isCloseTo(4096 * OPERATIONS * 80e-6 / 4, withinPercentage(1));
    }

    @Test
    void aNodeAsksOnceForWhatItsClientCaches() {
        Trace trace = Traces.of(Role.EVERY, List.of(new Step(10, Operation.LOOKUP, 1), new Step(10, Operation.GETATTR, 1), new Step(10, Operation.LOOKUP, 1),
                new Step(0, false, Operation.LOOKUP, 2, -2, 0), new Step(5, Operation.OPEN, 1), new Step(5, false, Operation.READ, 1, 1000, 0)));
        int ranks = 64;
        int nodes = 16;
        Point cached = new ScaleModel(Traces.machine(4, 4, 1, 0, 3600, 3600), trace, trace).exactlyAt(ranks);
        assertThat(cached.metadata()).as("lookup, getattr, absent lookup of a node, open of a rank").isEqualTo(3 * nodes + ranks);
        assertThat(cached.bytes()).as("the page cache is the node's").isEqualTo(1000 * nodes);
        assertThat(new ScaleModel(Traces.machine(4, 4, 1, 0, 3600, 0), trace, trace).exactlyAt(ranks).metadata()).isEqualTo(2 * nodes + 2 * ranks);
        assertThat(new ScaleModel(Traces.machine(4, 4, 1, 0, 0, 0), trace, trace).exactlyAt(ranks).metadata()).isEqualTo(5 * ranks);
        assertThat(new ScaleModel(Traces.machine(4, 4, 4, 0, 3600, 3600), trace, trace).exactlyAt(ranks).metadata()).as("4 nodes behind a client")
                .isEqualTo(3 * nodes / 4 + ranks);
    }

    @Test
    void whatWasCachedIsAskedForAgainWhenItsTimeIsOver() {
        Trace trace = Traces.of(Role.EVERY, List.of(new Step(0, Operation.LOOKUP, 1), new Step(900_000, Operation.LOOKUP, 1), new Step(200_000, Operation.LOOKUP, 1)));
        assertThat(new ScaleModel(Traces.machine(1, 1, 1, 0, 1, 1), trace, trace).at(1).metadata()).isEqualTo(2);
    }

    @Test
    void ranksThatShareCoresThinkLonger() {
        Trace trace = Traces.of(Role.EVERY, List.of(new Step(1_000_000, Operation.LOOKUP, 1)));
        assertThat(new ScaleModel(Traces.machine(8, 2, 1, 0, 0, 0), trace, trace).exactlyAt(8).seconds()).isCloseTo(4.0, within(0.01));
        Parameters shared = new Parameters(4, 4, 2, 1, 1, 0, 500, 1, 100, 80, 60, 150, 200, 20, 1000, 0, 0, false, 2, 1000, 0);
        assertThat(new ScaleModel(shared, trace, trace).exactlyAt(16).seconds()).as("two cores for all nodes").isCloseTo(8.0, within(0.01));
        Trace threads = new Trace("plain", "test", Role.EVERY, "test", 2_000_000, trace.steps());
        assertThat(new ScaleModel(shared, threads, threads).exactlyAt(16).seconds()).as("two threads each").isCloseTo(16.0, within(0.01));
    }

    @ParameterizedTest
    @CsvSource({"1000, 100.2", "300000, 300.2"})
    void whatIsReadWhileConnectingTakesNoTimeOfItsOwn(int connectMicros, double millis) {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step(200, false, Operation.CONNECT, 0, connectMicros, 0));
        // Each takes 420 us, 80 us, 500 us.
        for (int i = 0; i < 100; i++) {
            steps.add(new Step(420, false, Operation.LOOKUP, i, -2, 0));
        }
        steps.add(new Step(0, false, Operation.CONNECTED, 0, 0, 0));
        Trace trace = Traces.of(Role.EVERY, steps);
        assertThat(new ScaleModel(UNCACHED, trace, trace).at(1).seconds() * 1e3).isCloseTo(millis, within(0.01));
    }

    @Test
    void operationsThatGoTogetherWaitForTheLastAnswer() {
        Trace trace = Traces.of(Role.EVERY, List.of(new Step(0, false, Operation.READ, 1, 1 << 20, 0), new Step(10, true, Operation.READ, 1, 1 << 20, 1 << 20)));
        assertThat(new ScaleModel(UNCACHED, trace, trace).at(1).seconds()).as("2 MiB at 1000 MiB/s, one round trip").isCloseTo(0.002 + 0.00054, within(1e-6));
    }

    @ParameterizedTest
    @CsvSource({"4,4,1,0,0,0", "16,16,1,0,3600,0", "16,16,1,0,3600,3600", "4,4,8,300,3600,0", "16,8,1,0,0,0.001", "128,128,1,0,3600,0"})
    void trainsOfRanksComeWithin2PercentOfRankByRank(int ranks, int cores, int nodesPerClient, double forward, double names, double absent) {
        Parameters machine = Traces.machine(ranks, cores, nodesPerClient, forward, names, absent);
        Trace every = Traces.mixed(Role.EVERY, 200, 0);
        Trace root = Traces.mixed(Role.ROOT, 200, 2);
        Trace others = Traces.mixed(Role.OTHERS, 100, 2);
        for (int size : new int[] {300, 1500}) {
            for (ScaleModel model : List.of(new ScaleModel(machine, every, every), new ScaleModel(machine, root, others))) {
                Point exact = model.exactlyAt(size);
                Point fast = model.at(size);
                assertThat(fast.seconds()).as("%d ranks on %s", size, machine).isCloseTo(exact.seconds(), withinPercentage(2));
                assertThat((double) fast.metadata()).isCloseTo(exact.metadata(), withinPercentage(2));
                assertThat((double) fast.bytes()).isCloseTo(exact.bytes(), withinPercentage(2));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1,0,0", "4,0,0", "4,3600,0", "8,0.05,0.001", "16,3600,3600"})
    void rankByRankIsWhatAPlainSimulationGives(int ranksPerNode, double names, double absent) {
        Parameters machine = Traces.machine(ranksPerNode, ranksPerNode, 1, 0, names, absent);
        Trace every = Traces.mixed(Role.EVERY, 200, 0, false);
        Trace root = Traces.mixed(Role.ROOT, 200, 2, false);
        Trace others = Traces.mixed(Role.OTHERS, 100, 2, false);
        // Of ranks that do something at the same time, the two do not let the same one go first.
        for (int ranks : new int[] {1, 7, 60}) {
            assertThat(new ScaleModel(machine, every, every).exactlyAt(ranks).seconds()).as("%d ranks", ranks)
                    .isCloseTo(new PlainSimulation(machine, every, every).seconds(ranks), withinPercentage(1));
            assertThat(new ScaleModel(machine, root, others).exactlyAt(ranks).seconds()).as("%d ranks, broadcast", ranks)
                    .isCloseTo(new PlainSimulation(machine, root, others).seconds(ranks), withinPercentage(1));
        }
    }

    @Test
    void ranksThatWaitForTheServerDoNotSlowDownThoseThatThink() {
        // Two cores are enough: of 8 ranks that all wait for one server, at most one thinks at a time.
        Parameters machine = new Parameters(8, 2, 0, 1, 1, 0, 0, 1, 100, 1000, 60, 150, 200, 20, 1000, 0, 0, false, 2, 1000, 0);
        Trace trace = Traces.absent(200, 200);
        assertThat(new ScaleModel(machine, trace, trace).exactlyAt(8).seconds()).isCloseTo(8 * 200 * 1000e-6, withinPercentage(2));
    }

    @Test
    void theSameInputGivesTheSameResult() {
        Trace root = Traces.mixed(Role.ROOT, 300, 3);
        Trace others = Traces.mixed(Role.OTHERS, 300, 3);
        ScaleModel model = new ScaleModel(Traces.machine(16, 8, 1, 10, 1, 0.001), root, others);
        assertThat(model.at(5000)).isEqualTo(model.at(5000));
        assertThat(model.exactlyAt(500)).isEqualTo(model.exactlyAt(500));
    }

    @Test
    void tracesThatDoNotBroadcastTogetherAreRefused() {
        assertThatThrownBy(() -> new ScaleModel(UNCACHED, Traces.mixed(Role.ROOT, 100, 2), Traces.mixed(Role.OTHERS, 100, 1)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("2 broadcasts").hasMessageContaining("in 1");
    }
}
