package io.classcast.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingProcessTest {
    private static Process start(String script) throws IOException {
        return new ProcessBuilder(TrainingProcess.guarded(List.of("/bin/sh", "-c", script, "name of it", "an argument"))).redirectErrorStream(true)
                .start();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 78})
    void itsExitCodeAndItsOutputAreThoseOfTheCommand(int code) throws IOException, InterruptedException {
        Process process = start("echo \"$0, $1\"; exit " + code);
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("name of it, an argument\n");
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(code);
        process.getOutputStream().close();
    }

    @Test
    void theCommandHasNothingToRead() throws IOException {
        Process process = start("cat; (cat <&3) 2>/dev/null || echo none");
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("none\n");
    }

    @Test
    void theCommandEndsWhenItsParentIsGone() throws IOException, InterruptedException {
        Process process = start("echo $$; exec sleep 1000");
        ProcessHandle command = command(process);
        assertThat(command.isAlive()).isTrue();
        // The kernel closes it when the parent dies.
        process.getOutputStream().close();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(128 + 9);
        assertThat(hasEnded(command)).isTrue();
    }

    @Test
    void itEndsAlsoWhereItsShellWasKilled() throws IOException, InterruptedException {
        Process process = start("echo $$; exec sleep 1000");
        ProcessHandle command = command(process);
        // The command can be there before who guards it is.
        for (int i = 0; i < 2_000 && process.children().count() < 2; i++) {
            Thread.sleep(10);
        }
        process.destroyForcibly().waitFor();
        process.getOutputStream().close();
        assertThat(hasEnded(command)).isTrue();
    }

    private static ProcessHandle command(Process process) throws IOException {
        StringBuilder pid = new StringBuilder();
        for (int c = process.getInputStream().read(); c > '\n'; c = process.getInputStream().read()) {
            pid.append((char) c);
        }
        return ProcessHandle.of(Long.parseLong(pid.toString())).orElseThrow();
    }

    /** Whoever reaps it may be slow, or never do it. */
    private static boolean hasEnded(ProcessHandle process) throws InterruptedException {
        for (int i = 0; i < 2_000 && runs(process); i++) {
            Thread.sleep(10);
        }
        return !runs(process);
    }

    private static boolean runs(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            return process.isAlive() && !stat.substring(stat.lastIndexOf(')') + 1).startsWith(" Z");
        } catch (IOException e) {
            return false;
        }
    }
}
