package io.classcast.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OutcomeTest {
    @Test
    void numbersAreReadByTheirNames() {
        Outcome outcome = new Outcome(1, "classes=9000 failed=0 loopNanos=123456789012\n", "");
        assertThat(outcome.number("classes")).isEqualTo(9000);
        assertThat(outcome.number("loopNanos")).isEqualTo(123456789012L);
        assertThatThrownBy(() -> outcome.number("Nanos")).hasMessageContaining("Nanos");
    }

    @Test
    void aFallbackToPlainLoadingIsNotMeasured() {
        Outcome fallback = new Outcome(1, "", "classcast: warning: the store is full; classes are loaded as without Classcast\n");
        assertThatThrownBy(fallback::mustBeServed).hasMessageContaining("the store is full");
        assertThatCode(new Outcome(1, "", "classcast: 3 class-path entries served to 1 rank on 1 node")::mustBeServed).doesNotThrowAnyException();
    }
}
