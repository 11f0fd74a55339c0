package io.classcast.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TrainingOutputTest {
    private static String errors(String output) {
        return TrainingOutput.errors(output.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void errorsAreOneLineWithoutTheUsualOneAndTraces() {
        assertThat(errors("loaded=988 forms=2\nDynamic dump has failed\njava.lang.IllegalAccessError: class A\n\tat B.c(B.java)\n"))
                .isEqualTo("Dynamic dump has failed; java.lang.IllegalAccessError: class A");
        assertThat(errors("loaded=1 forms=0\n")).isEmpty();
        assertThat(errors("")).isEmpty();
    }

    @Test
    void manyAreCut() {
        assertThat(errors("an error\n".repeat(10_000))).hasSizeLessThan(410).endsWith("...");
    }
}
