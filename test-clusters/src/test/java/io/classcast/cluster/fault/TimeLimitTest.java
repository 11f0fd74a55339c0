package io.classcast.cluster.fault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeLimitTest {
    private static final long MINUTE = 60_000_000_000L;

    @ParameterizedTest
    @ValueSource(longs = {0, 1, MINUTE, Long.MAX_VALUE - MINUTE, Long.MIN_VALUE, -1})
    void itIsOverAfterItsMinutesAndNeverWithoutALimit(long begun) {
        assertThat(new TimeLimit(begun, 2).isOver(begun + 2 * MINUTE)).isFalse();
        assertThat(new TimeLimit(begun, 2).isOver(begun + 2 * MINUTE + 1)).isTrue();
        assertThat(new TimeLimit(begun, Integer.MAX_VALUE).isOver(begun)).isFalse();
        assertThat(new TimeLimit(begun, Integer.MAX_VALUE).isOver(begun + 1_000_000 * MINUTE)).isFalse();
    }
}
