package io.classcast.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        String text = new Table("scenario", "ms").row("plain", "1234.5").row("classcast", "1.0").toString();
        assertThat(text).isEqualTo("""
                scenario       ms
                -----------------
                plain      1234.5
                classcast     1.0
                """);
    }

    @Test
    void aRowHasACellForEachColumn() {
        Table table = new Table("a", "b");
        assertThatThrownBy(() -> table.row("1")).isInstanceOf(IllegalArgumentException.class);
    }
}
