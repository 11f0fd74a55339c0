package io.classcast.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classcast.ClasscastException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {
    @TempDir
    private Path parent;
    private StoreBase base;
    private ClassArchive archive;

    @BeforeEach
    void makeBase() throws IOException {
        base = StoreBase.choose(parent.toString());
        Files.createDirectory(base.directory(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        archive = new ClassArchive(base, "12-34");
    }

    private void publish(String text) throws IOException {
        archive.publish(Files.write(archive.part("new"), text.getBytes(StandardCharsets.US_ASCII)), 60_000);
    }

    private List<String> files() throws IOException {
        try (var files = Files.list(base.directory())) {
            return files.map(f -> f.getFileName().toString()).filter(n -> !n.equals("lock")).sorted().toList();
        }
    }

    @Test
    void oneThatIsThereIsWholeAndKnown() throws IOException {
        assertThat(archive.isWhole()).isFalse();
        assertThat(archive.identity()).isZero();
        publish("Server VM (17.0.1+2-x) for");
        assertThat(archive.isWhole()).isTrue();
        assertThat(archive.isBy("17.0.1+2-x")).isTrue();
        assertThat(archive.isBy("17.0.1+2")).isFalse();
        long identity = archive.identity();
        publish("Server VM (17.0.1+3-x) for");
        assertThat(archive.identity()).isNotEqualTo(identity).isNotZero();
    }

    @Test
    void itHasTheClassesThatItsRunHasGeneratedWithAndWithoutTheOtherNote() throws IOException {
        assertThat(archive.generated()).as("no archive").isNull();
        publish("an archive of which the end is no note, and that is long enough");
        assertThat(archive.generated()).as("no table").isNull();
        byte[] table = GeneratedClasses.table(List.of(new GeneratedClasses.Made("key", "\0\1Nrest".getBytes(StandardCharsets.US_ASCII), 2, 1)));
        for (boolean streams : new boolean[] {false, true}) {
            Path part = Files.write(archive.part("new"), "an archive proper".getBytes(StandardCharsets.US_ASCII));
            ClassArchive.addGenerated(part, table);
            if (streams) {
                ClassArchive.noteStreams(part);
            }
            archive.publish(part, 60_000);
            assertThat(archive.hasStreams()).isEqualTo(streams);
            assertThat(archive.generated().find("key", "Other")).asString().isEqualTo("\0\5Otherrest");
        }
        byte[] bytes = Files.readAllBytes(archive.file());
        // The length of the table: "lambdas" and "streams" stand behind it.
        bytes[bytes.length - 42] = 0x7F;
        Files.write(archive.file(), bytes);
        assertThat(archive.generated()).as("a table that is longer than the file").isNull();
    }

    @Test
    void itTellsWhetherItsRunHasOpenedStreams() throws IOException {
        assertThat(archive.hasStreams()).as("none, so nobody knows").isTrue();
        publish("an archive of which the end is no note");
        assertThat(archive.hasStreams()).isFalse();
        publish("short");
        assertThat(archive.hasStreams()).as("no archive").isTrue();
        Path part = Files.writeString(archive.part("new"), "an archive of which the end is a note");
        ClassArchive.noteStreams(part);
        archive.publish(part, 60_000);
        assertThat(archive.hasStreams()).isTrue();
        assertThat(archive.isWhole()).isTrue();
    }

    @Test
    void oneThatIsCutOffIsNotWholeAndIsNotKept() throws IOException {
        publish("a whole archive");
        Files.writeString(archive.file(), "half");
        assertThat(archive.isWhole()).isFalse();
        archive.keep(120_000);
        assertThat(archive.isWhole()).isFalse();
    }

    @Test
    void itIsKeptUntilNobodyHasUsedItForLong() throws IOException {
        publish("archive");
        // Published long ago, wanted for a minute more.
        Files.setLastModifiedTime(archive.file(), FileTime.fromMillis(0));
        assertThat(NodeStore.sweep(base, false)).isEmpty();
        Path kept = base.directory().resolve("archive-12-34.jsa.kept");
        Files.setLastModifiedTime(kept, FileTime.fromMillis(System.currentTimeMillis() - 1000));
        archive.keep(60_000);
        assertThat(NodeStore.sweep(base, false)).isEmpty();
        Files.setLastModifiedTime(kept, FileTime.fromMillis(System.currentTimeMillis() - 1000));
        assertThat(NodeStore.sweep(base, false)).contains(archive.file());
        NodeStore.sweep(base, false);
        assertThat(files()).isEmpty();
    }

    @Test
    void whoWantsAllRemovedGetsIt() throws IOException {
        publish("archive");
        assertThat(NodeStore.sweep(base, true)).contains(archive.file());
    }

    @Test
    void partsThatNobodyFinishedAreSwept() throws IOException {
        Path part = Files.writeString(archive.part("claim"), "");
        NodeStore.sweep(base, false);
        assertThat(part).exists();
        Files.setLastModifiedTime(part, FileTime.fromMillis(System.currentTimeMillis() - 4_000_000));
        NodeStore.sweep(base, false);
        assertThat(files()).isEmpty();
    }

    @Test
    void aKeyThatLeadsElsewhereIsRefused() {
        assertThatThrownBy(() -> new ClassArchive(base, "../x")).isInstanceOf(ClasscastException.class).hasMessageContaining("archive=../x");
    }

    @Test
    void onlyOurOwnAreRecognised() {
        assertThat(ClassArchive.isOne("-XX:SharedArchiveFile=" + archive.file())).isTrue();
        assertThat(ClassArchive.isOne("-XX:SharedArchiveFile=/app/archive-1.jsa")).isFalse();
        assertThat(ClassArchive.isOne("-XX:SharedArchiveFile=/dev/shm/classcast-0/app.jsa")).isFalse();
    }
}
