package io.classcast.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentReportTest {
    @TempDir
    private Path directory;

    @Test
    void theImageIsReadyAfterPremainConnectAndScan() throws IOException {
        Files.writeString(directory.resolve("classcast-job-host.json"), """
                {"job":"j","host":"h","engine":"none","ranks":[{"rank":0,"pid":1,"classHits":7,
                "phasesMs":{"premain":10.5,"connect":1,"scan":100,"broadcast":5,"attach":2,"hooks":3}}]}""");

        AgentReport report = AgentReport.take(directory);

        assertThat(report.readyMillis()).isEqualTo(111.5);
        assertThat(report.classHits()).isEqualTo(7);
        assertThat(report.phasesMillis()).containsEntry("attach", 2.0);
    }

    @Test
    void aReportIsReadOnce() throws IOException {
        Files.writeString(directory.resolve("classcast-job-host.json"), "{\"ranks\":[{\"phasesMs\":{}}]}");
        AgentReport.take(directory);
        assertThatThrownBy(() -> AgentReport.take(directory)).isInstanceOf(IOException.class).hasMessageContaining("0 reports");
    }
}
