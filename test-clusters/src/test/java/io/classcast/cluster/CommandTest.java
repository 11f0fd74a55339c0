package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandTest {
    @Test
    void aJvmThatDoesNotEndShowsWhereItsThreadsAreBeforeItIsKilled() {
        String java = ProcessHandle.current().info().command().orElseThrow();
        Command.Result result = Command.run(List.of("sh", "-c", "\"$@\"; true", "sh", java, "-cp", System.getProperty("java.class.path"), Sleeps.class.getName()),
                Map.of(), 10);
        assertThat(result.exit()).isEqualTo(137);
        assertThat(result.err()).endsWith("killed after 10 s");
        assertThat(result.out()).contains("Full thread dump", Sleeps.class.getName() + ".main");
    }

    /** A program that does not end. */
    static final class Sleeps {
        private Sleeps() {
        }

        public static void main(String[] arguments) throws InterruptedException {
            Thread.sleep(600_000);
        }
    }
}
