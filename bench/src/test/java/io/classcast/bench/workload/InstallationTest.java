package io.classcast.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {
    private static final Map<String, Object> FACTS = Map.of("classes", 3L);

    @TempDir
    private Path folder;
    private int written;
    private Installation installation;

    @BeforeEach
    void install() throws IOException {
        installation = new Installation(folder.resolve("new"));
        assertThat(ensure(FACTS)).isEqualTo(new Installation.Size(2, 7));
        assertThat(written).isEqualTo(1);
    }

    private Installation.Size ensure(Map<String, Object> facts) throws IOException {
        return installation.ensure(facts, top -> {
            written++;
            Files.createDirectory(top.resolve("d"));
            Files.writeString(top.resolve("d/a"), "abc");
            Files.writeString(top.resolve("b"), "bcde");
        });
    }

    @Test
    void whatIsThereAndTheSameIsLeft() throws IOException {
        assertThat(ensure(FACTS)).isEqualTo(new Installation.Size(2, 7));
        assertThat(written).isEqualTo(1);
    }

    @Test
    void otherFactsAreAnotherWorkload() throws IOException {
        ensure(Map.of("classes", 4L));
        assertThat(written).isEqualTo(2);
    }

    @Test
    void whatWasCutOffIsWrittenAnewAndNothingOfItStays() throws IOException {
        assertThatThrownBy(() -> installation.ensure(Map.of("classes", 5L), top -> {
            Files.writeString(top.resolve("left behind"), "x");
            throw new IOException("killed");
        })).hasMessage("killed");
        assertThat(folder.resolve("new/left behind")).exists();

        assertThat(ensure(Map.of("classes", 5L))).isEqualTo(new Installation.Size(2, 7));
        assertThat(folder.resolve("new/left behind")).doesNotExist();
    }

    @Test
    void aHalfWrittenMarkerDoesNotCount() throws IOException {
        Path marker = folder.resolve("new").resolve(Installation.MARKER);
        String text = Files.readString(marker);
        Files.writeString(marker, text.substring(0, text.length() / 2));
        ensure(FACTS);
        assertThat(written).isEqualTo(2);
        assertThat(marker).hasContent(text);
    }

    @Test
    void whatLostAFileIsWrittenAnew() throws IOException {
        Files.delete(folder.resolve("new/d/a"));
        ensure(FACTS);
        assertThat(written).isEqualTo(2);
    }

    @Test
    void whereNothingCanBeWrittenIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> new Installation(file.resolve("below")).ensure(FACTS, top -> written++)).isInstanceOf(IOException.class).message()
                .startsWith("cannot install a workload in " + file.resolve("below")).hasLineCount(1);
    }

    @Test
    void aDirectoryOfSomebodyElseIsNotTouched() throws IOException {
        Path other = Files.createDirectory(folder.resolve("home"));
        Path precious = Files.writeString(other.resolve("precious"), "x");
        assertThatThrownBy(() -> new Installation(other).ensure(FACTS, top -> written++)).isInstanceOf(IOException.class).message()
                .contains(other + " holds something that is no workload").hasLineCount(1);
        assertThat(written).isEqualTo(1);
        assertThat(precious).hasContent("x");
    }
}
