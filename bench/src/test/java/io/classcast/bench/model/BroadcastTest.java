package io.classcast.bench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BroadcastTest {
    private static final double LATENCY = 2e-6;
    private final Broadcast broadcast = new Broadcast(Traces.machine(1, 1, 1, 0, 0, 0));

    @Test
    void aChainIsAPipelineOfPieces() {
        int hops = 9;
        int pieces = 500;
        double piece = 2.0 / 1000;
        assertThat(broadcast.chain(1000L << 20, hops + 1)).isCloseTo((pieces + hops - 1) * piece + hops * LATENCY, within(1e-9));
    }

    @Test
    void aTreeSendsTheWholeMessageOncePerLevel() {
        assertThat(broadcast.tree(1 << 20, 1024)).isCloseTo(10 * (LATENCY + 0.001), within(1e-9));
        assertThat(broadcast.tree(1 << 20, 1025)).isCloseTo(11 * (LATENCY + 0.001), within(1e-9));
    }

    @Test
    void shortMessagesTakeTheTreeAndLongOnesTheChain() {
        assertThat(broadcast.nanos(100, 4096)).isLessThan(100_000);
        assertThat(broadcast.nanos(1L << 30, 8) / 1e9).isLessThan(1.1).isGreaterThan(1.024);
        assertThat(broadcast.nanos(1L << 30, 1)).as("one node has it").isZero();
    }
}
