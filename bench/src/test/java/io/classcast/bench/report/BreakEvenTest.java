package io.classcast.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class BreakEvenTest {
    private static final Map<Integer, Double> PLAIN = Map.of(2, 10.0, 4, 20.0, 8, 40.0);

    @Test
    void betweenTwoMeasuredCountsTheMediansAreLinear() {
        assertThat(BreakEven.of(PLAIN, Map.of(2, 30.0, 4, 30.0, 8, 30.0))).isEqualTo("from about 6 ranks on (interpolated between 4 and 8)");
        assertThat(BreakEven.of(PLAIN, Map.of(4, 20.0, 8, 30.0))).isEqualTo("from about 4 ranks on (interpolated between 4 and 8)");
    }

    @Test
    void nothingIsExtrapolated() {
        assertThat(BreakEven.of(PLAIN, Map.of(2, 9.0, 4, 9.0, 8, 9.0))).isEqualTo("faster at every measured count");
        assertThat(BreakEven.of(PLAIN, Map.of(8, 9.0))).isEqualTo("faster at the only measured count, 8");
        assertThat(BreakEven.of(PLAIN, Map.of(2, 12.0, 4, 21.0, 8, 40.0))).isEqualTo("never within what was measured");
        assertThat(BreakEven.of(PLAIN, Map.of())).isEqualTo("nothing to compare");
        assertThat(BreakEven.of(Map.of(), PLAIN)).isEqualTo("nothing to compare");
    }

    @Test
    void aScenarioThatLosesAgainIsSaidToDoSo() {
        assertThat(BreakEven.of(PLAIN, Map.of(2, 9.0, 4, 19.0, 8, 50.0))).isEqualTo("not at 8 ranks; faster at 2, 4 only");
        assertThat(BreakEven.of(PLAIN, Map.of(2, 9.0, 4, 25.0, 8, 30.0))).isEqualTo("from about 6 ranks on (interpolated between 4 and 8); also at 2");
    }
}
