package io.classcast.bench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MachineFileTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"bluegene-p", "lustre-128"})
    void eachParameterOfAKnownMachineHasAReason(String name) throws IOException {
        MachineFile machine = MachineFile.known(name);
        assertThat(machine.notes()).hasSize(Parameters.class.getRecordComponents().length);
        assertThat(machine.notes().values()).allSatisfy(note -> assertThat(note.why()).isNotBlank());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"coresPerNode\" | \"coresOfNode\" | no coresPerNode",
        "\"why\"          | \"because\"     | parameter ranksPerNode needs a value and a why",
        "\"value\": 500   | \"value\": -1   | no parameter is negative",
        "\"value\": 500   | \"value\": []   | is no machine of the scale model",
        "{                | [               | is no machine of the scale model"})
    void aDamagedFileIsRefusedInOneLine(String what, String by, String message) throws IOException {
        String text;
        try (InputStream in = MachineFile.class.getResourceAsStream("lustre-128.json")) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        Path file = Files.writeString(directory.resolve("m.json"), text.replace(what.strip(), by.strip()));
        assertThatThrownBy(() -> MachineFile.read(file)).isInstanceOf(IOException.class).hasMessageContaining(file + "").hasMessageContaining(message)
                .message().doesNotContain("\n");
    }

    @Test
    void anUnknownMachineIsRefused() {
        assertThatThrownBy(() -> MachineFile.known("cray")).isInstanceOf(IOException.class).hasMessageContaining("no machine \"cray\"");
    }
}
