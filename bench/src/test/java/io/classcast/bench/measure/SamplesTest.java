package io.classcast.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SamplesTest {
    @Test
    void theMedianOfAnOddNumberIsTheMiddleValue() {
        assertThat(new Samples(9, 1, 5).median()).isEqualTo(5);
    }

    @Test
    void theMedianOfAnEvenNumberIsTheMeanOfTheTwoInTheMiddle() {
        assertThat(new Samples(4, 1, 2, 100).median()).isEqualTo(3);
    }

    @Test
    void quantilesAreLinearBetweenNeighbours() {
        Samples samples = new Samples(10, 20, 30, 40);
        assertThat(samples.quantile(0.25)).isEqualTo(17.5);
        assertThat(samples.quantile(0)).isEqualTo(10);
        assertThat(samples.quantile(1)).isEqualTo(40);
    }

    @Test
    void statisticsLeaveTheOrderOfTheValuesAlone() {
        Samples samples = new Samples(3, 1, 2);
        samples.median();
        assertThat(samples.values()).containsExactly(3, 1, 2);
        assertThat(samples.min()).isEqualTo(1);
        assertThat(samples.max()).isEqualTo(3);
    }

    @Test
    void noSamplesAreAnError() {
        assertThatThrownBy(Samples::new).isInstanceOf(IllegalArgumentException.class);
    }
}
