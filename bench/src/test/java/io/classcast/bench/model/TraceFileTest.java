package io.classcast.bench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classcast.bench.model.Trace.Role;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceFileTest {
    private static final String HEADER = "# startup-bench trace 1\n# scenario plain\n# workload w\n# role every\n# recorded here\n# cpu 5\n";

    @TempDir
    private Path directory;

    @Test
    void aTraceIsReadAsItWasWritten() throws IOException {
        Path file = directory.resolve("t.gz");
        Trace trace = Traces.mixed(Role.OTHERS, 500, 2);
        TraceFile.write(trace, file);
        assertThat(TraceFile.read(file)).isEqualTo(trace);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "1 lookup 3 0;1 end 0 2                | line 8: its end counts 2 operations, 1 are there",
        "1 lookup 3 0                          | line 7: it is cut short: no end",
        "1 rename 3 0;1 end 0 1                | line 7: unknown operation \"rename\"",
        "-1 lookup 3 0;1 end 0 1               | line 7: time -1 is not from 0 to",
        "1 lookup 3;1 end 0 1                  | line 7: \"1 lookup 3\" is not: microseconds operation file value [offset]",
        "1 lookup x 0;1 end 0 1                | line 7: file \"x\" is no number",
        "1 read 3 -5 0;1 end 0 1               | line 7: value -5 is not from 0 to",
        "1 +lookup 3 0;1 end 0 1               | line 7: \"+lookup\" has nothing to go together with",
        "1 end 0 0;1 lookup 3 0                | line 8: something follows the end"})
    void aBadTraceIsRefusedInOneLine(String lines, String message) throws IOException {
        Path file = packed(HEADER + lines.strip().replace(';', '\n') + "\n");
        assertThatThrownBy(() -> TraceFile.read(file)).isInstanceOf(IOException.class).hasMessageContaining(file + ", " + message.strip())
                .hasMessageContaining("record it again").message().doesNotContain("\n");
    }

    @Test
    void whatIsNoTraceOrHalfAFileIsRefusedInOneLine() throws IOException {
        Path other = packed("hello\n");
        assertThatThrownBy(() -> TraceFile.read(other)).hasMessageContaining("does not begin with \"# startup-bench trace 1\"");
        Path whole = directory.resolve("whole.gz");
        TraceFile.write(Traces.mixed(Role.EVERY, 500, 0), whole);
        byte[] bytes = Files.readAllBytes(whole);
        Path half = Files.write(directory.resolve("half.gz"), Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(() -> TraceFile.read(half)).isInstanceOf(IOException.class).hasMessageContaining("half.gz is damaged or cut short");
        Path text = Files.writeString(directory.resolve("text"), HEADER);
        assertThatThrownBy(() -> TraceFile.read(text)).isInstanceOf(IOException.class).hasMessageContaining("text is damaged or cut short");
        Path role = packed(HEADER.replace("every", "king") + "1 end 0 0\n");
        assertThatThrownBy(() -> TraceFile.read(role)).hasMessageContaining("unknown role \"king\"");
    }

    private Path packed(String text) throws IOException {
        Path file = directory.resolve("bad.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }
}
