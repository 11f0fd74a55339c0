package io.classcast.bench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classcast.bench.model.Trace.Role;
import io.classcast.bench.model.Trace.Step;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceLogTest {
    private final TraceLog log = new TraceLog();

    @Test
    void whatSharedFsHasWrittenBecomesThoughtsAndOperations() throws IOException {
        TraceLog.Rank rank = new TraceLog.Rank(1000, 9000, 700, List.of(new TraceLog.Pause(Operation.CONNECT, 3000, 4000, 0),
                new TraceLog.Pause(Operation.BROADCAST, 4500, 6000, 77)));
        Trace trace = trace(rank, "1500 100 9 lookup 0 0 /s/a", "1700 300 9 read 4096 0 /s/a b", "1710 500 0 read 100 4096 /s/a b", "7000 10 9 lookup -2 0 /s/a");
        assertThat(trace.steps()).containsExactly(
                new Step(500, false, Operation.LOOKUP, 0, 0, 0),
                new Step(100, false, Operation.READ, 1, 4096, 0),
                new Step(10, true, Operation.READ, 1, 100, 4096),
                new Step(790, false, Operation.CONNECT, 0, 1000, 0),
                new Step(0, false, Operation.CONNECTED, 0, 0, 0),
                new Step(500, false, Operation.BROADCAST, 0, 77, 0),
                new Step(1000, false, Operation.LOOKUP, 0, -2, 0),
                new Step(1990, false, Operation.END, 0, 7, 0));
        assertThat(trace.parallelism()).isEqualTo(Math.max(0.1, 700.0 / (500 + 100 + 790 + 500 + 1000 + 1990)));
    }

    @Test
    void whatRankZeroReadsWhileItConnectsIsBesideIt() throws IOException {
        TraceLog.Rank rank = new TraceLog.Rank(0, 9000, 700, List.of(new TraceLog.Pause(Operation.CONNECT, 1000, 4000, 0),
                new TraceLog.Pause(Operation.BROADCAST, 6000, 7000, 77)));
        Trace trace = trace(rank, "1200 100 9 open 0 0 /a", "3500 1000 9 open 0 0 /b", "5000 10 9 open 0 0 /c");
        assertThat(trace.steps()).containsExactly(
                new Step(1000, false, Operation.CONNECT, 0, 3000, 0),
                new Step(200, false, Operation.OPEN, 0, 0, 0),
                new Step(2200, false, Operation.OPEN, 1, 0, 0),
                new Step(0, false, Operation.CONNECTED, 0, 0, 0),
                new Step(500, false, Operation.OPEN, 2, 0, 0),
                new Step(990, false, Operation.BROADCAST, 0, 77, 0),
                new Step(2000, false, Operation.END, 0, 6, 0));
    }

    @Test
    void linesAreSortedByTheirBeginningAndPausesWithoutOperationsStay() throws IOException {
        TraceLog.Rank rank = new TraceLog.Rank(0, 5000, 1, List.of(new TraceLog.Pause(Operation.BROADCAST, 2000, 3000, 5)));
        assertThat(trace(rank).steps()).extracting(Step::operation).containsExactly(Operation.BROADCAST, Operation.END);
        assertThat(trace(rank, "900 10 1 open 0 0 /b", "100 10 1 getattr 0 0 /a").steps()).extracting(Step::operation)
                .containsExactly(Operation.GETATTR, Operation.OPEN, Operation.BROADCAST, Operation.END);
    }

    @Test
    void anotherLineIsRefused() {
        TraceLog.Rank rank = new TraceLog.Rank(0, 1, 1, List.of());
        assertThatThrownBy(() -> trace(rank, "lookup /a 0")).isInstanceOf(IOException.class).hasMessageContaining("\"lookup /a 0\" is no line of sharedfs --trace");
        assertThatThrownBy(() -> trace(rank, "1 1 1 rename 0 0 /a")).isInstanceOf(IOException.class).hasMessageContaining("unknown operation");
    }

    private Trace trace(TraceLog.Rank rank, String... lines) throws IOException {
        return log.trace("plain", "test", Role.EVERY, "test", List.of(lines), rank);
    }
}
