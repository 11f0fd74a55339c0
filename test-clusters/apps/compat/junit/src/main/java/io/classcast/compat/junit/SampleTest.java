package io.classcast.compat.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests for the launcher to find. */
public class SampleTest {
    /** For the launcher. */
    public SampleTest() {
    }

    @Test
    void sumsAreRight() {
        assertEquals(4, 2 + 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b"})
    void wordsAreThere(String word) {
        assertNotNull(word);
    }
}
