package io.classcast.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code bcastjar clean DIR} removes what stage made, and nothing else. */
@Timeout(60)
class CleaningTest {
    private static final FileTime TIME = FileTime.fromMillis(1_600_000_000_123L);
    @TempDir
    Path directory;
    private Path source;
    private Nodes nodes;
    private Path node;

    @BeforeEach
    void stagesToOneNode() throws IOException {
        source = Files.createDirectories(directory.resolve("source/tree"));
        file("a.jar", "first");
        file("deep/b.jar", "second");
        Files.createSymbolicLink(source.resolve("link"), Path.of("a.jar"));
        nodes = new Nodes(directory, 1);
        node = nodes.node(0);
    }

    private Path file(String name, String content) throws IOException {
        Path file = source.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        return Files.setLastModifiedTime(file, TIME);
    }

    private void stage() {
        assertThat(nodes.stage(source).isComplete()).isTrue();
    }

    private Removal clean() throws IOException {
        Removal removal = StagedTree.read(node).remove();
        assertThat(removal.failures()).isEmpty();
        return removal;
    }

    private List<String> below(Path top) throws IOException {
        try (Stream<Path> all = Files.walk(top)) {
            return all.filter(path -> !path.equals(top)).map(path -> top.relativize(path).toString()).sorted().toList();
        }
    }

    @Test
    void theDirectoryAndThoseAboveItGoWhereStageMadeThem() throws IOException {
        stage();
        assertThat(clean().files()).isEqualTo(2);
        assertThat(node.getParent()).doesNotExist();
    }

    @Test
    void aDirectoryThatWasThereStaysAsItWas() throws IOException {
        Files.createDirectories(node);
        Files.setPosixFilePermissions(node, PosixFilePermissions.fromString("rwxr-x---"));
        stage();
        clean();
        assertThat(node).isEmptyDirectory();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(node))).isEqualTo("rwxr-x---");
    }

    @Test
    void aDirectoryOfTheUsersInsideStaysAlsoWhenItIsEmpty() throws IOException {
        Files.createDirectories(node.resolve("tree/deep"));
        Files.setPosixFilePermissions(node.resolve("tree/deep"), PosixFilePermissions.fromString("rwxrwx---"));
        stage();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(node.resolve("tree/deep")))).isEqualTo("rwxrwx---");
        clean();
        assertThat(below(node)).containsExactly("tree", "tree/deep");
    }

    @Test
    void theUsersLinkToTheDirectoryStays() throws IOException {
        Path real = Files.createDirectories(directory.resolve("real"));
        Files.createDirectories(node.getParent());
        Files.createSymbolicLink(node, real);
        stage();
        assertThat(real.resolve("tree/a.jar")).hasContent("first");
        clean();
        assertThat(node).isSymbolicLink();
        assertThat(real).isEmptyDirectory();
    }

    @Test
    void whatTheUserPutInThePlaceOfAStagedFileOrWroteIntoItStays() throws IOException {
        stage();
        Path replaced = node.resolve("tree/a.jar");
        Files.delete(replaced);
        Files.setLastModifiedTime(Files.writeString(replaced, "FIRST"), TIME);
        Path written = node.resolve("tree/deep/b.jar");
        Files.setPosixFilePermissions(written, PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(written, "SECOND");
        Files.delete(node.resolve("tree/link"));
        Files.createDirectory(node.resolve("tree/link"));
        Removal removal = clean();
        assertThat(removal.staying()).containsExactly("tree/deep/b.jar", "tree/a.jar");
        assertThat(removal.files()).isZero();
        assertThat(below(node)).containsExactly("tree", "tree/a.jar", "tree/deep", "tree/deep/b.jar", "tree/link");
        assertThat(replaced).hasContent("FIRST");
    }

    private Path writtenInPlace(String name, String content) throws IOException {
        Path written = node.resolve(name);
        Files.setPosixFilePermissions(written, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setLastModifiedTime(Files.writeString(written, content), TIME);
        Files.setPosixFilePermissions(written, PosixFilePermissions.fromString("r--r--r--"));
        return written;
    }

    @Test
    void whatWasWrittenIntoAStagedFileStaysThoughAStageRanInBetween() throws IOException {
        Files.setPosixFilePermissions(source.resolve("deep/b.jar"), PosixFilePermissions.fromString("r--r--r--"));
        stage();
        Path written = writtenInPlace("tree/deep/b.jar", "SECOND");
        file("c.jar", "third");
        stage();
        stage();
        assertThat(clean().staying()).containsExactly("tree/deep/b.jar");
        assertThat(written).hasContent("SECOND");
        assertThat(below(node)).containsExactly("tree", "tree/deep", "tree/deep/b.jar");
    }

    @Test
    void aStagedFileIsNotReadToBeRemoved() throws IOException {
        // Root may read all, so the digest in the journal is what tells.
        stage();
        stage();
        Path journal = node.resolve(".classcast/" + Journal.FILE);
        Files.writeString(journal, Files.readString(journal).replaceAll("(?m)^f\t[0-9a-f]{64}", "f\t" + "0".repeat(64)));
        assertThat(clean().files()).isEqualTo(2);
    }

    @Test
    void aStagedFileWhoseTimeOrPermissionsAloneChangedGoes() throws IOException {
        stage();
        Files.setLastModifiedTime(node.resolve("tree/a.jar"), FileTime.fromMillis(1));
        Files.setPosixFilePermissions(node.resolve("tree/deep/b.jar"), PosixFilePermissions.fromString("rwx------"));
        assertThat(clean().files()).isEqualTo(2);
        assertThat(node).doesNotExist();
    }

    @Test
    void aFileThatWasThereIsNeitherReplacedNorRemoved() throws IOException {
        Files.createDirectories(node.resolve("tree"));
        Files.writeString(node.resolve("tree/a.jar"), "mine");
        Files.createSymbolicLink(node.resolve("tree/link"), Path.of("elsewhere"));
        assertThat(nodes.stage(source).nodes().get(0).problem()).contains("tree/a.jar: something that was not staged is there")
                .contains("tree/link: something that was not staged is there");
        assertThat(node.resolve("tree/deep/b.jar")).hasContent("second");
        clean();
        assertThat(below(node)).containsExactly("tree", "tree/a.jar", "tree/link");
        assertThat(node.resolve("tree/a.jar")).hasContent("mine");
    }

    @Test
    void theDirectoriesThatLeadToAClassPathGoToo() throws IOException {
        nodes.classPath = source.resolve("deep/b.jar").toString();
        assertThat(nodes.stage().isComplete()).isTrue();
        Files.writeString(node.resolve("mine"), "mine");
        clean();
        assertThat(below(node)).containsExactly("mine");
    }

    @Test
    void aStageThatWasCutOffBeforeItNotedAFileLeavesNothingBehind() throws IOException {
        stage();
        Path journal = node.resolve(".classcast/" + Journal.FILE);
        for (int round = 0; round < 2; round++) {
            Files.write(journal, Files.readAllLines(journal).stream().filter(line -> !line.startsWith("f")).toList());
            if (round == 0) {
                stage();
            }
        }
        clean();
        assertThat(node).doesNotExist();
    }

    @Test
    void ofATreeThatAnEarlierVersionStagedAllThatLooksAsItWasStagedGoes() throws IOException {
        stage();
        Path journal = node.resolve(".classcast/" + Journal.FILE);
        Files.write(journal, Files.readAllLines(journal).stream().filter(line -> !line.startsWith("+") && !line.startsWith("#")).toList());
        Files.delete(node.resolve("tree/a.jar"));
        Files.writeString(node.resolve("tree/a.jar"), "mine");
        assertThat(clean().staying()).containsExactly("tree/a.jar");
        assertThat(below(node)).containsExactly("tree", "tree/a.jar");
    }

    @Test
    void aDirectoryThatStageMadeAndThatWasInTheWayOfAFileGoes() throws IOException {
        stage();
        Files.delete(source.resolve("deep/b.jar"));
        Files.delete(source.resolve("deep"));
        file("deep", "a file");
        Path mine = Files.writeString(node.resolve("tree/deep/mine"), "mine");
        for (int round = 0; round < 2; round++) {
            assertThat(nodes.stage(source).nodes().get(0).problem()).contains("tree/deep: a directory is there");
        }
        Files.delete(mine);
        clean();
        assertThat(node).doesNotExist();
    }

    @Test
    void aDirectoryOfAnArchiveThatHasALinkOfItsNameGoes() throws IOException {
        Path tar = directory.resolve("chain.tar");
        Files.createSymbolicLink(source.resolve("e"), Path.of("."));
        file("f", "a file");
        assertThat(new ProcessBuilder("tar", "-C", source.toString(), "--transform=s,^f$,e/f,", "-cf", tar.toString(), "e", "f").start().onExit().join()
                .exitValue()).isZero();
        nodes.stage(tar);
        assertThat(node.resolve("e/f")).hasContent("a file");
        assertThat(nodes.stage(tar).nodes().get(0).problem()).contains("e: a directory is there");
        clean();
        assertThat(node).doesNotExist();
    }

    @Test
    void cleaningMakesNoFileSinceTheDiskMayBeFull() throws IOException {
        stage();
        Path own = node.resolve(".classcast");
        List<String> before = below(own);
        long journal = Presence.inode(own.resolve(Journal.FILE));
        try (StageDirectory directory = StageDirectory.openToRemove(node)) {
            assertThat(below(own)).isEqualTo(before);
            assertThat(Presence.inode(own.resolve(Journal.FILE))).isEqualTo(journal);
            directory.remove("tree/a.jar");
        }
        assertThat(StagedTree.read(node).entries()).extracting(StagedEntry::path).contains("tree/deep/b.jar").doesNotContain("tree/a.jar");
        clean();
        assertThat(node).doesNotExist();
    }

    @Test
    void aDirectoryThatOthersMayWriteToIsNotFilled() throws IOException {
        Files.createDirectories(node.resolve("tree/deep"));
        Files.setAttribute(node.resolve("tree/deep"), "unix:mode", 01777);
        assertThat(nodes.stage(source).nodes().get(0).problem()).contains("tree/deep can be written to by all users");
        assertThat(node.resolve("tree/deep")).isEmptyDirectory();
        assertThat(node.resolve("tree/a.jar")).hasContent("first");
    }

    @Test
    void whatIsStagedIsClosedToOthersAndADirectoryThatIsNotWritableIsFilled() throws IOException {
        Files.setAttribute(source.resolve("deep"), "unix:mode", 0555);
        Files.setAttribute(source, "unix:mode", 0777);
        stage();
        assertThat(Files.getAttribute(node.resolve("tree/deep"), "unix:mode")).isEqualTo(0040555);
        assertThat(Files.getAttribute(node.resolve("tree"), "unix:mode")).isEqualTo(0040755);
        Files.setAttribute(node.resolve("tree"), "unix:mode", 0777);
        Files.setAttribute(source.resolve("deep"), "unix:mode", 0755);
        Files.delete(source.resolve("deep/b.jar"));
        file("deep/c.jar", "third");
        Files.setAttribute(source.resolve("deep"), "unix:mode", 0555);
        assertThat(StagedTree.read(node).differences()).containsExactly("tree can be written to by all users");
        stage();
        assertThat(below(node.resolve("tree/deep"))).containsExactly("c.jar");
        assertThat(Files.getAttribute(node.resolve("tree/deep"), "unix:mode")).isEqualTo(0040555);
        assertThat(Files.getAttribute(node.resolve("tree"), "unix:mode")).isEqualTo(0040755);
        clean();
        assertThat(node).doesNotExist();
    }
}
