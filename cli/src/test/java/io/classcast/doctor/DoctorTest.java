package io.classcast.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole of it, on this node alone. */
class DoctorTest {
    private final StringWriter out = new StringWriter();

    private int examine(String classPath, List<Path> targets, boolean json) {
        return new Doctor("none", classPath, targets, 60, json).examine(new PrintWriter(out), new PrintWriter(out));
    }

    @Test
    void oneNodeIsExaminedWithoutMpi(@TempDir Path directory) throws Exception {
        Files.createFile(directory.resolve("a.jar"));
        examine(directory.resolve("a.jar").toString(), List.of(directory), false);
        assertThat(out.toString()).startsWith("1 rank on ").contains("no MPI", "a lookup takes", "open files are limited",
                "--to (" + directory + ")", "JDK " + Runtime.version());
    }

    @Test
    void missingEntriesAreAWarningAtLeast(@TempDir Path directory) {
        assertThat(examine(directory.resolve("gone.jar").toString(), List.of(), true)).isIn(1, 3);
        assertThat(out.toString()).startsWith("{").contains("\"level\" : \"warning\"", "1 of its entries are not there");
    }

    @Test
    void aTargetThatIsNotThereIsAnError(@TempDir Path directory) {
        assertThat(examine(null, List.of(directory.resolve("gone")), false)).isEqualTo(3);
    }
}
