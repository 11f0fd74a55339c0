package io.classcast.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void plainAndForeignNamesStayAsTheyAre() {
        assertThat(Printable.of("/lib/with blank.jar")).isEqualTo("/lib/with blank.jar");
        assertThat(Printable.of("/lib/\u00e4\u65e5\ud83d\ude00.jar")).isEqualTo("/lib/\u00e4\u65e5\ud83d\ude00.jar");
    }

    @Test
    void whatMovesATerminalIsEscaped() {
        assertThat(Printable.of("a\nb\tc\rd")).isEqualTo("a\\nb\\tc\\rd");
        assertThat(Printable.of("\u001b[2J\u007f\u0085")).isEqualTo("\\u001b[2J\\u007f\\u0085");
        assertThat(Printable.of("x\u202egpj.jar\u2028")).isEqualTo("x\\u202egpj.jar\\u2028");
    }

    @Test
    void theResultIsNotAmbiguous() {
        assertThat(Printable.of("a\\nb")).isEqualTo("a\\\\nb");
        assertThat(Printable.of("half \ud83d")).isEqualTo("half \\ud83d");
    }
}
