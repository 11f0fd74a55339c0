package io.classcast.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class WorkloadCommandTest {
    @TempDir
    private Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int execute(String... arguments) {
        CommandLine line = StartupBench.commandLine();
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }

    @Test
    void theLineThatItPrintsRunsInAShell() throws Exception {
        assertThat(execute("workload", "jars=2,classes=30,resources=3,seed=9", "--to", folder.resolve("it's here").toString())).as(err.toString()).isZero();
        List<String> lines = out.toString().lines().toList();
        assertThat(lines).contains(String.format("%-20s %s", "classes", 30), String.format("%-20s %s", "seed", 9));

        ProcessBuilder shell = new ProcessBuilder("sh", "-c", lines.get(0).replaceFirst("^java", System.getProperty("java.home") + "/bin/java"));
        Process process = shell.redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        assertThat(lines.get(lines.size() - 1)).endsWith(printed.strip()).startsWith("prints ");
    }

    @Test
    void aWrongSpecIsAnsweredInOneLine() {
        assertThat(execute("workload", "storm,sed=7", "--to", folder.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("unknown key \"sed\"", "known: jars, ", "see startup-bench workload --help").hasLineCount(1);
        assertThat(out.toString()).isEmpty();
    }
}
