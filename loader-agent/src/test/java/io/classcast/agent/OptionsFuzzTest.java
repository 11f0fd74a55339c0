package io.classcast.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.classcast.ClasscastException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Whatever follows the agent's {@code =}, or stands in the environment: it is refused with a reason, or every option has a value. */
class OptionsFuzzTest {
    @FuzzTest
    void optionsAreRefusedOrWhole(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        int end = text.indexOf('|');
        String arguments = end < 0 ? text : text.substring(0, end);
        String value = end < 0 ? "" : text.substring(end + 1);
        read(arguments, Map.of());
        read(null, Map.of("CLASSCAST_TIMEOUT", value, "CLASSCAST_INCLUDE", value));
        read(arguments, Map.of("CLASSCAST_MODE", value, "JDK_JAVA_OPTIONS", value, "CLASSCAST_ENGINE", "none"));
    }

    private static void read(String arguments, Map<String, String> environment) {
        try {
            Options options = Options.read(arguments, environment);
            assertThat(options.engine()).isIn("auto", "mpj", "mpi", "none");
            assertThat(options.timeoutMillis()).isBetween(1000L, 86_400_000L);
            assertThat(options.keepMillis()).isBetween(0L, 10_080L * 60_000);
            assertThat(options.include()).doesNotContain("");
            assertThat(options.store()).isNotEqualTo("");
            assertThat(options.fingerprint()).isEqualTo(Options.read(arguments, environment).fingerprint());
        } catch (ClasscastException e) {
            assertThat(e.getMessage()).contains("option");
        }
    }
}
