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
        try (ArchivePart part = archive.begin("new")) {
            Files.write(part.file(), text.getBytes(StandardCharsets.US_ASCII));
            archive.publish(part, 60_000);
        }
    }

    private List<String> files() throws IOException {
        try (var files = Files.list(base.directory())) {
            return files.map(f -> f.getFileName().toString()).filter(n -> !n.endsWith("lock")).sorted().toList();
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
    void itTellsWhatItsRunHasDone() throws IOException {
        for (boolean streams : new boolean[] {false, true}) {
            for (int[] lambdas : new int[][] {{}, {7}, {Integer.MAX_VALUE, 0, 0x80000001}}) {
                try (ArchivePart part = archive.begin("new")) {
                    ClassArchive.note(Files.writeString(part.file(), "an archive proper"), streams, lambdas, -5);
                    archive.publish(part, 60_000);
                }
                assertThat(archive.hasStreams()).isEqualTo(streams);
                assertThat(archive.lambdas(-5)).isEqualTo(lambdas);
                assertThat(archive.lambdas(5)).isNull();
                assertThat(archive.isWhole()).isTrue();
            }
        }
    }

    @Test
    void whereItDoesNotTellAllFilesMayHaveBeenOpenedAndNothingIsKnownOfLambdas() throws IOException {
        for (String content : new String[] {null, "short", "an archive of which the end is no note, and that is long enough for one",
                "an archive proper, classcast: streams y lambdas nothing  agent fffffffffffffffb\n",
                "classcast: streams y lambdas 00000009 agent fffffffffffffffb\n", "classcast: streams y lambdas ffffffff agent fffffffffffffffb\n"}) {
            if (content != null) {
                publish(content);
            }
            assertThat(archive.hasStreams()).as(content).isTrue();
            assertThat(archive.lambdas(-5)).as(content).isNull();
        }
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
        assertThat(StoreSweep.sweep(base, false)).isEmpty();
        Path kept = base.directory().resolve("archive-12-34.jsa.kept");
        Files.setLastModifiedTime(kept, FileTime.fromMillis(System.currentTimeMillis() - 1000));
        archive.keep(60_000);
        assertThat(StoreSweep.sweep(base, false)).isEmpty();
        Files.setLastModifiedTime(kept, FileTime.fromMillis(System.currentTimeMillis() - 1000));
        assertThat(StoreSweep.sweep(base, false)).contains(archive.file());
        StoreSweep.sweep(base, false);
        assertThat(files()).isEmpty();
    }

    @Test
    void whoWantsAllRemovedGetsIt() throws IOException {
        publish("archive");
        assertThat(StoreSweep.sweep(base, true)).contains(archive.file());
    }

    @Test
    void aPartIsLeftAloneAsLongAsItsWriterLivesAndSweptAfterwards() throws IOException {
        Path left = base.directory().resolve("archive-12-34.jsa.part-new-1-a");
        try (ArchivePart part = archive.begin("new")) {
            Files.writeString(part.file(), "half of it");
            // However old it is: its writer may have been stopped.
            Files.setLastModifiedTime(part.file(), FileTime.fromMillis(0));
            Files.writeString(left, "of a process that was killed");
            assertThat(StoreSweep.sweep(base, true)).containsExactly(left);
            assertThat(part.file()).exists();
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void whatEarlierVersionsLeftIsSwept() throws IOException {
        Files.writeString(base.directory().resolve("archive-12-34.jsa.part-claim"), "");
        Files.writeString(base.directory().resolve("archive-12-34.jsa.part-new"), "half");
        StoreSweep.sweep(base, false);
        assertThat(files()).isEmpty();
    }

    @Test
    void oneAtATimeClaimsAnArchiveAndRemovesWhatTheDeadLeft() throws IOException {
        Files.writeString(base.directory().resolve("archive-12-34.jsa.part-new-1-a"), "half");
        Files.writeString(base.directory().resolve("archive-12-345.jsa.part-new-1-a"), "of another archive");
        try (ArchiveLock claim = archive.claim()) {
            assertThat(claim).isNotNull();
            assertThat(archive.claim()).isNull();
            try (ArchiveLock other = new ClassArchive(base, "12-35").claim()) {
                assertThat(other).isNotNull();
            }
            assertThat(files()).containsExactly("archive-12-345.jsa.part-new-1-a");
        }
        try (ArchiveLock claim = archive.claim()) {
            assertThat(claim).isNotNull();
        }
    }

    @Test
    void aLockOutlivesOtherLocksOfItsProcess() throws IOException, InterruptedException {
        try (ArchiveLock claim = archive.claim()) {
            assertThat(claim).isNotNull();
            publish("whose note was a part of its own");
            StoreSweep.sweep(base, false);
            assertThat(fcntlLocks()).contains(String.valueOf(ProcessHandle.current().pid()));
        }
        assertThat(fcntlLocks()).isEmpty();
    }

    /** Processes that hold a lock on the file, of /proc/locks (proc(5)): 1: POSIX ADVISORY WRITE 708 08:01:123 0 0. */
    private List<String> fcntlLocks() throws IOException {
        String inode = Files.getAttribute(base.directory().resolve(ArchiveLock.FILE), "unix:ino").toString();
        return Files.readAllLines(Path.of("/proc/locks")).stream().map(l -> l.trim().split("\\s+"))
                .filter(w -> w[5].endsWith(":" + inode)).map(w -> w[4]).toList();
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
