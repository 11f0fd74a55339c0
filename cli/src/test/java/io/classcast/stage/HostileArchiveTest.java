package io.classcast.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.CompressorException;
import org.apache.commons.compress.compressors.CompressorStreamFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives of every kind, and those that want to do harm: nothing is ever written outside of the staged directory. */
@Timeout(120)
class HostileArchiveTest {
    @TempDir
    Path directory;
    private Nodes nodes;

    @BeforeEach
    void nodes() {
        nodes = new Nodes(directory, 2);
    }

    private interface Fill {
        void fill(TarArchiveOutputStream tar) throws IOException;
    }

    private Path tar(String name, Fill fill) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, StandardCharsets.UTF_8.name())) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            fill.fill(tar);
        }
        Path file = directory.resolve(name);
        String kind = name.endsWith(".gz") ? CompressorStreamFactory.GZIP : name.endsWith("zst") ? CompressorStreamFactory.ZSTANDARD
                : name.endsWith("xz") ? CompressorStreamFactory.XZ : name.endsWith("bz2") ? CompressorStreamFactory.BZIP2 : null;
        try (OutputStream out = Files.newOutputStream(file)) {
            if (kind == null) {
                out.write(bytes.toByteArray());
            } else {
                try (OutputStream compressed = new CompressorStreamFactory().createCompressorOutputStream(kind, out)) {
                    compressed.write(bytes.toByteArray());
                } catch (CompressorException e) {
                    throw new IOException(e);
                }
            }
        }
        return file;
    }

    private static void entry(TarArchiveOutputStream tar, String name, String content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        entry.setSize(bytes.length);
        entry.setMode(0100755);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    private static void special(TarArchiveOutputStream tar, String name, byte type, String link) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
        entry.setLinkName(link);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.tar", "a.tar.gz", "a.tgz.gz", "a.tar.zst", "a.tar.xz", "a.tar.bz2"})
    void tarArchivesAreUnpackedOnEveryNode(String name) throws IOException {
        Path archive = tar(name.replace("tgz.gz", "tar.gz"), tar -> {
            entry(tar, "./dir/deep/file.txt", "one");
            entry(tar, "x".repeat(150) + "/\u00fc", "two");
            special(tar, "dir/soft", TarConstants.LF_SYMLINK, "deep/file.txt");
            special(tar, "dir/hard", TarConstants.LF_LINK, "dir/deep/file.txt");
            special(tar, "dir/deep/file.txt", TarConstants.LF_LINK, "dir/deep/file.txt");
        });
        StageOutcome outcome = nodes.stage(archive);
        assertThat(outcome.isComplete()).as("%s", outcome).isTrue();
        for (int rank = 0; rank < 2; rank++) {
            Path node = nodes.node(rank);
            assertThat(node.resolve("dir/deep/file.txt")).hasContent("one").isExecutable();
            assertThat(node.resolve("x".repeat(150) + "/\u00fc")).hasContent("two");
            assertThat(Files.readSymbolicLink(node.resolve("dir/soft"))).hasToString("deep/file.txt");
            assertThat(Files.isSameFile(node.resolve("dir/hard"), node.resolve("dir/deep/file.txt"))).isTrue();
            assertThat(StagedTree.read(node).verify(Progress.NONE)).isEmpty();
        }
        StageOutcome again = nodes.stage(archive);
        assertThat(again.isComplete()).as("%s", again).isTrue();
        assertThat(again.sums().files()).as("what is there already").isZero();
    }

    @Test
    void zipArchivesAreUnpackedWithTheirPermissionsAndLinks() throws IOException {
        Path archive = directory.resolve("a.zip");
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(archive)) {
            zipEntry(zip, "bin/run", UnixStat.FILE_FLAG | 0755, "script");
            zipEntry(zip, "bin/link", UnixStat.LINK_FLAG | 0777, "run");
            zipEntry(zip, "plain", 0, "text");
        }
        assertThat(nodes.stage(archive).isComplete()).isTrue();
        assertThat(nodes.node(1).resolve("bin/run")).isExecutable().hasContent("script");
        assertThat(Files.readSymbolicLink(nodes.node(1).resolve("bin/link"))).hasToString("run");
        assertThat(nodes.node(1).resolve("plain")).hasContent("text");
    }

    private static void zipEntry(ZipArchiveOutputStream zip, String name, int mode, String content) throws IOException {
        ZipArchiveEntry entry = new ZipArchiveEntry(name);
        if (mode != 0) {
            entry.setUnixMode(mode);
        }
        zip.putArchiveEntry(entry);
        zip.write(content.getBytes(StandardCharsets.UTF_8));
        zip.closeArchiveEntry();
    }

    /** Stages, and demands that the entry is named, and that nothing but the nodes' directories has changed. */
    private void mustBeRefused(Path archive, String... words) throws IOException {
        Path outside = Files.createDirectories(directory.resolve("node1"));
        Files.writeString(outside.resolve("precious"), "mine");
        Files.createDirectories(outside.resolve("elsewhere"));
        StageOutcome outcome = nodes.stage(archive);
        assertThat(outcome.isComplete()).isFalse();
        assertThat(outcome.unread()).contains(words).doesNotContain("\n");
        assertThat(outside.resolve("precious")).hasContent("mine");
        try (var files = Files.list(outside)) {
            assertThat(files.map(f -> f.getFileName().toString())).containsExactlyInAnyOrder("precious", "elsewhere", "staged");
        }
        assertThat(outside.resolve("elsewhere")).isEmptyDirectory();
        assertThat(directory.resolve("evil")).doesNotExist();
        assertThat(Path.of("/tmp/classcast-evil")).doesNotExist();
        assertThat(nodes.stage().isComplete()).as("the next stage is not disturbed").isTrue();
    }

    @Test
    void entriesThatLeadOutsideAreRefusedByName() throws IOException {
        mustBeRefused(tar("a.tar", tar -> entry(tar, "../evil", "x")), "../evil", "leads outside");
        mustBeRefused(tar("b.tar", tar -> entry(tar, "a/b/../../../precious", "x")), "a/b/../../../precious", "leads outside");
        mustBeRefused(tar("c.tar", tar -> entry(tar, "/tmp/classcast-evil", "x")), "/tmp/classcast-evil", "absolute");
        mustBeRefused(tar("d.tar", tar -> entry(tar, ".classcast/staged", "x")), ".classcast", "own");
        mustBeRefused(tar("e.tar", tar -> special(tar, "..", TarConstants.LF_DIR, "")), "leads outside");
        mustBeRefused(tar("f.tar", tar -> entry(tar, "bell\u0007\u001b[2J/../../x", "x")), "bell\\u0007\\u001b[2J");
        Path zip = directory.resolve("a.zip");
        try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(zip)) {
            zipEntry(out, "..\\..\\evil", 0, "x");
        }
        mustBeRefused(zip, "evil", "leads outside");
    }

    @Test
    void linksThatLeadOutsideAreRefusedAndNothingIsWrittenThroughLinks() throws IOException {
        mustBeRefused(tar("a.tar", tar -> {
            special(tar, "door", TarConstants.LF_SYMLINK, "../elsewhere");
            entry(tar, "door/evil", "x");
        }), "door", "outside");
        mustBeRefused(tar("b.tar", tar -> special(tar, "door", TarConstants.LF_SYMLINK, "/etc")), "/etc");
        mustBeRefused(tar("c.tar", tar -> special(tar, "a/door", TarConstants.LF_SYMLINK, "b/../../../elsewhere")), "elsewhere");
        mustBeRefused(tar("d.tar", tar -> special(tar, "hard", TarConstants.LF_LINK, "../precious")), "../precious");
        mustBeRefused(tar("e.tar", tar -> special(tar, "hard", TarConstants.LF_LINK, "/etc/passwd")), "/etc/passwd");
        Path zip = directory.resolve("a.zip");
        try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(zip)) {
            zipEntry(out, "door", UnixStat.LINK_FLAG | 0777, "../elsewhere");
        }
        mustBeRefused(zip, "door", "outside");
    }

    @Test
    void aLinkToTheInsideIsNoDoorForTheEntriesBehindIt() throws IOException {
        Path archive = tar("a.tar", tar -> {
            special(tar, "real", TarConstants.LF_DIR, "");
            special(tar, "door", TarConstants.LF_SYMLINK, "real");
            entry(tar, "door/file", "x");
        });
        // The link comes after the files of its source: a directory has its name by then.
        StageOutcome outcome = nodes.stage(archive);
        assertThat(outcome.nodes().get(1).problem()).contains("door");
        assertThat(nodes.node(1).resolve("real")).isEmptyDirectory();
        assertThat(nodes.node(1).resolve("door/file")).hasContent("x");
    }

    @Test
    void aLinkThatSomebodyPutIntoTheStagedDirectoryIsNotFollowed() throws IOException {
        Path outside = Files.createDirectories(directory.resolve("node1/elsewhere"));
        Files.createDirectories(nodes.node(1));
        Files.createSymbolicLink(nodes.node(1).resolve("dir"), outside);
        StageOutcome outcome = nodes.stage(tar("a.tar", tar -> entry(tar, "dir/file", "x")));
        assertThat(outcome.nodes().get(1).problem()).contains("dir is in the way");
        assertThat(outcome.nodes().get(0).problem()).isEmpty();
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void devicesAndPipesAreRefusedByName() throws IOException {
        mustBeRefused(tar("a.tar", tar -> special(tar, "dev/sda", TarConstants.LF_BLK, "")), "dev/sda", "neither");
        mustBeRefused(tar("b.tar", tar -> special(tar, "dev/tty", TarConstants.LF_CHR, "")), "dev/tty", "neither");
        mustBeRefused(tar("c.tar", tar -> special(tar, "pipe", TarConstants.LF_FIFO, "")), "pipe", "neither");
        Path zip = directory.resolve("a.zip");
        try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(zip)) {
            zipEntry(out, "dev/zero", 0020666, "x");
        }
        mustBeRefused(zip, "dev/zero", "neither");
    }

    @Test
    void bombsAndLiarsStopAtABound() throws IOException {
        Path bomb = directory.resolve("bomb.tar.gz");
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(bomb)))) {
            TarArchiveEntry entry = new TarArchiveEntry("zeros", true);
            entry.setSize(1100L << 20);
            tar.putArchiveEntry(entry);
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 1100; i++) {
                tar.write(zeros);
            }
            tar.closeArchiveEntry();
        }
        mustBeRefused(bomb, "zeros", "unpacks to more than", "--max-unpacked");
        // Says that it has 5 bytes, and has a million.
        Path liar = directory.resolve("liar.zip");
        try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(liar)) {
            zipEntry(out, "small", 0, "a".repeat(1_000_000));
        }
        byte[] bytes = Files.readAllBytes(liar);
        byte[] size = {0x40, 0x42, 0x0f, 0};
        for (int i = 0; i + 4 < bytes.length; i++) {
            if (Arrays.equals(Arrays.copyOfRange(bytes, i, i + 4), size)) {
                bytes[i] = 5;
                bytes[i + 1] = 0;
                bytes[i + 2] = 0;
            }
        }
        Files.write(liar, bytes);
        mustBeRefused(liar, "liar.zip");
        assertThat(nodes.node(1).resolve("small")).doesNotExist();
    }

    @Test
    void damagedArchivesAreNamedAndLeaveNoHalfFile() throws IOException {
        Path whole = tar("a.tar.gz", tar -> {
            entry(tar, "first", "1".repeat(100_000));
            byte[] noise = new byte[500_000];
            new Random(1).nextBytes(noise);
            entry(tar, "second", Base64.getEncoder().encodeToString(noise));
        });
        byte[] bytes = Files.readAllBytes(whole);
        for (int cut : new int[] {0, 1, 10, 300, bytes.length / 2, bytes.length - 1}) {
            Path archive = directory.resolve("cut-" + cut + ".tar.gz");
            Files.write(archive, Arrays.copyOf(bytes, cut));
            StageOutcome outcome = nodes.stage(archive);
            assertThat(outcome.unread()).as("cut to %s", cut).contains("cut-" + cut);
            for (String name : List.of("first", "second")) {
                Path file = nodes.node(1).resolve(name);
                assertThat(Files.notExists(file) || Files.size(file) == (name.equals("first") ? 100_000 : 666_668)).as("%s of %s", name, cut).isTrue();
            }
        }
        for (int at = 20; at < bytes.length; at += bytes.length / 20) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= 0x10;
            Path archive = directory.resolve("flip.tar.gz");
            Files.write(archive, damaged);
            assertThat(nodes.stage(archive).unread()).as("bit at %s", at).contains("flip.tar.gz");
        }
        Path text = Files.writeString(directory.resolve("text.zip"), "no zip at all");
        assertThat(nodes.stage(text).unread()).contains("text.zip");
    }
}
