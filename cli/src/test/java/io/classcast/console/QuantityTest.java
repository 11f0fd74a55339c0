package io.classcast.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuantityTest {
    @Test
    void bytesTakeTheUnitThatFits() {
        assertThat(Quantity.bytes(0)).isEqualTo("0 bytes");
        assertThat(Quantity.bytes(1023)).isEqualTo("1023 bytes");
        assertThat(Quantity.bytes(1536)).isEqualTo("1.5 KiB");
        assertThat(Quantity.bytes(Long.MAX_VALUE)).isEqualTo("8192.0 PiB");
    }

    @Test
    void timesTakeTheUnitThatFits() {
        assertThat(Quantity.time(0.0000124)).isEqualTo("0.012 ms");
        assertThat(Quantity.time(0.25)).isEqualTo("250 ms");
        assertThat(Quantity.time(4.21)).isEqualTo("4.2 s");
        assertThat(Quantity.time(780)).isEqualTo("13 min");
        assertThat(Quantity.time(19_800)).isEqualTo("5.5 h");
    }
}
