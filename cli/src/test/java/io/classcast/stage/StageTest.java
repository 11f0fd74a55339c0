package io.classcast.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classcast.classpath.Profile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class StageTest {
    @TempDir
    Path directory;
    private Path source;
    private Nodes nodes;

    @BeforeEach
    void nodes() throws IOException {
        source = Files.createDirectory(directory.resolve("source"));
        nodes = new Nodes(directory, 3);
    }

    private Path file(String name, int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(name.hashCode()).nextBytes(bytes);
        Path file = source.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_600_000_000_123L));
        return file;
    }

    private Path tree() throws IOException {
        file("tree/large.bin", 3_500_000);
        file("tree/empty", 0);
        file("tree/a b/\u00fc\u4e2d\ud83d\ude00.txt", 1000);
        file("tree/exactly", 1 << 20);
        Files.setPosixFilePermissions(file("tree/bin/run", 10), PosixFilePermissions.fromString("rwxr-x--x"));
        Files.createSymbolicLink(source.resolve("tree/bin/link"), Path.of("../a b"));
        Files.createSymbolicLink(source.resolve("tree/bin/outside"), file("other/outside", 500));
        Files.createSymbolicLink(source.resolve("tree/dangling"), Path.of("/no/such"));
        Files.createDirectories(source.resolve("tree/nothing in it"));
        return source.resolve("tree");
    }

    @Test
    void everyNodeGetsTheTreeWithItsTimesPermissionsAndLinks() throws IOException {
        Path tree = tree();
        StageOutcome outcome = nodes.stage(tree, file("single.jar", 77_000));
        assertThat(outcome.isComplete()).as("%s", outcome).isTrue();
        assertThat(outcome.nodes()).hasSize(3);
        for (int rank = 0; rank < 3; rank++) {
            Path staged = nodes.node(rank).resolve("tree");
            for (String name : List.of("large.bin", "empty", "a b/\u00fc\u4e2d\ud83d\ude00.txt", "exactly", "bin/run", "bin/outside")) {
                assertThat(staged.resolve(name)).as(name).hasSameBinaryContentAs(tree.resolve(name)).isRegularFile();
                assertThat(Files.getLastModifiedTime(staged.resolve(name))).isEqualTo(Files.getLastModifiedTime(tree.resolve(name)));
            }
            assertThat(Files.isSymbolicLink(staged.resolve("bin/outside"))).isFalse();
            assertThat(Files.readSymbolicLink(staged.resolve("bin/link"))).hasToString("../a b");
            assertThat(staged.resolve("dangling")).doesNotExist();
            assertThat(staged.resolve("nothing in it")).isEmptyDirectory();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(staged.resolve("bin/run")))).isEqualTo("r-xr-x--x");
            assertThat(Files.getLastModifiedTime(staged.resolve("bin"))).isEqualTo(Files.getLastModifiedTime(tree.resolve("bin")));
            assertThat(nodes.node(rank).resolve("single.jar")).hasSameBinaryContentAs(source.resolve("single.jar"));
            assertThat(StagedTree.read(nodes.node(rank)).verify(Progress.NONE)).isEmpty();
        }
    }

    @Test
    void ofAClassPathWhatAProfileNamesIsStagedInTheOrderOfFirstUse() throws IOException {
        Path second = file("lib/a.jar", 5_000);
        Path first = file("lib/z.jar", 6_000);
        file("lib/unused.jar", 7_000);
        nodes.profile = source.resolve("app.profile");
        Profile.write(nodes.profile, List.of(Profile.line(Profile.CLASS, "p.Main", first.toString()), Profile.line(Profile.JAR, second.toString()),
                Profile.line(Profile.RESOURCE, "r", source.resolve("lib/gone.jar").toString()), Profile.line(Profile.CLASS, "p.B", first.toString())));
        assertThat(nodes.stage().isComplete()).isTrue();
        for (int rank = 0; rank < 3; rank++) {
            Path staged = nodes.node(rank).resolve("classpath" + source).resolve("lib");
            assertThat(staged.resolve("z.jar")).hasSameBinaryContentAs(first);
            assertThat(staged.resolve("a.jar")).hasSameBinaryContentAs(second);
            assertThat(staged.resolve("unused.jar")).doesNotExist();
        }
        assertThat(Files.readString(nodes.node(0).resolve(".classcast/places"))).containsSubsequence("z.jar", "a.jar");
        Files.writeString(nodes.profile, "damaged");
        assertThatThrownBy(() -> nodes.stage()).hasMessageContaining("is no profile");
    }

    @Test
    void everyCodecBringsTheSame() throws IOException {
        Path tree = tree();
        Files.writeString(source.resolve("tree/text"), "well compressible ".repeat(300_000));
        nodes.stage(tree);
        TreeMap<String, String> plain = Nodes.tree(nodes.node(2));
        for (Codec codec : Codec.values()) {
            Nodes others = new Nodes(directory.resolve(codec.name()), 2);
            others.codec = codec;
            StageOutcome outcome = others.stage(tree);
            assertThat(Nodes.tree(others.node(1))).isEqualTo(plain);
            if (codec != Codec.NONE) {
                assertThat(outcome.sums().sent()).isLessThan(outcome.sums().bytes() - 4_000_000);
            }
        }
    }

    @Test
    void oneChangedJarOf150IsSentAlone() throws IOException {
        for (int i = 0; i < 150; i++) {
            file("lib/j" + i + ".jar", 2000 + i);
        }
        nodes.stage(source.resolve("lib"));
        assertThat(nodes.stage(source.resolve("lib")).sums()).satisfies(sums -> assertThat(sums.files()).isZero());
        Files.write(source.resolve("lib/j77.jar"), new byte[5000]);
        StageOutcome.Sums sums = nodes.stage(source.resolve("lib")).sums();
        assertThat(sums.files()).isOne();
        assertThat(sums.kept()).isEqualTo(149);
        assertThat(sums.bytes()).isBetween(5000L, 15_000L);
        assertThat(nodes.node(2).resolve("lib/j77.jar")).hasSize(5000);
    }

    @Test
    void whatTheSourceHasNoMoreGoesAndWhatOthersPutThereStays() throws IOException {
        Path tree = tree();
        nodes.stage(tree);
        Files.delete(tree.resolve("large.bin"));
        Files.delete(tree.resolve("bin/link"));
        Files.delete(tree.resolve("a b/\u00fc\u4e2d\ud83d\ude00.txt"));
        Files.delete(tree.resolve("a b"));
        Files.writeString(nodes.node(1).resolve("tree/foreign"), "mine");
        assertThat(nodes.stage(tree).isComplete()).isTrue();
        assertThat(Nodes.tree(nodes.node(2))).containsOnlyKeys("tree", "tree/bin", "tree/bin/outside", "tree/bin/run", "tree/empty", "tree/exactly",
                "tree/nothing in it");
        assertThat(nodes.node(1).resolve("tree/foreign")).hasContent("mine");
    }

    @Test
    void whatANodeLostOrSomebodyTouchedIsSentAgain() throws IOException {
        Path tree = tree();
        nodes.stage(tree);
        TreeMap<String, String> before = Nodes.tree(nodes.node(0));
        Files.delete(nodes.node(2).resolve("tree/large.bin"));
        Files.delete(nodes.node(1).resolve("tree/exactly"));
        Files.writeString(nodes.node(1).resolve("tree/exactly"), "somebody else's");
        assertThat(StagedTree.read(nodes.node(2)).differences()).containsExactly("tree/large.bin is missing");
        StageDirectory.deleteTree(nodes.node(0).resolve("tree/bin"));
        assertThat(StagedTree.read(nodes.node(0)).differences()).containsExactly("tree/bin is missing");
        assertThat(nodes.stage(tree).sums().files()).isEqualTo(4);
        for (int rank = 0; rank < 3; rank++) {
            assertThat(Nodes.tree(nodes.node(rank))).isEqualTo(before);
        }
    }

    @Test
    void aStageThatWasCutOffIsContinued() throws IOException {
        Path tree = tree();
        nodes.stage(tree);
        // As a SIGKILL leaves it: a part, and a journal whose last line has no end.
        Path own = nodes.node(1).resolve(StagedPath.OWN);
        Files.createDirectories(own.resolve("part"));
        Files.write(own.resolve("part/1"), new byte[100]);
        String journal = Files.readString(own.resolve(Journal.FILE));
        Files.writeString(own.resolve(Journal.FILE), journal.substring(0, journal.length() - 5));
        StageOutcome outcome = nodes.stage(tree);
        assertThat(outcome.isComplete()).isTrue();
        assertThat(outcome.sums().files()).isLessThanOrEqualTo(1);
        assertThat(own.resolve("part")).doesNotExist();
        assertThat(Nodes.tree(nodes.node(1))).isEqualTo(Nodes.tree(nodes.node(0)));
    }

    @Test
    void aNodeThatCannotTakeItSaysWhyAndTheOthersAreComplete() throws IOException {
        Path tree = tree();
        Files.createDirectories(directory.resolve("node1"));
        Files.writeString(nodes.node(1), "a file in the way");
        StageOutcome outcome = nodes.stage(tree);
        assertThat(outcome.nodes().get(1).problem()).contains("cannot stage to " + nodes.node(1));
        assertThat(outcome.nodes().get(0).problem()).isEmpty();
        assertThat(outcome.nodes().get(2).problem()).isEmpty();
        assertThat(Nodes.tree(nodes.node(2))).isEqualTo(Nodes.tree(nodes.node(0))).containsKey("tree/large.bin");
        Files.delete(nodes.node(1));
        assertThat(nodes.stage(tree).isComplete()).isTrue();
        assertThat(Nodes.tree(nodes.node(1))).isEqualTo(Nodes.tree(nodes.node(0)));
    }

    @Test
    void somethingInTheWayOfOneFileIsNamedAndTheRestIsThere() throws IOException {
        Path tree = tree();
        Files.createDirectories(nodes.node(2).resolve("tree/exactly/mine"));
        StageOutcome outcome = nodes.stage(tree);
        assertThat(outcome.nodes().get(2).problem()).contains("tree/exactly");
        assertThat(nodes.node(2).resolve("tree/large.bin")).hasSameBinaryContentAs(tree.resolve("large.bin"));
        assertThat(nodes.node(2).resolve("tree/exactly/mine")).isDirectory();
        assertThat(outcome.nodes().get(1).problem()).isEmpty();
    }

    @Test
    void twoStagesAtOnceDoNotMeet() throws IOException {
        Path tree = tree();
        try (StageDirectory busy = StageDirectory.open(nodes.node(1))) {
            StageOutcome outcome = nodes.stage(tree);
            assertThat(outcome.nodes().get(1).problem()).contains("another bcastjar is writing to " + busy.root());
            assertThat(outcome.nodes().get(2).problem()).isEmpty();
        }
        assertThat(nodes.stage(tree).isComplete()).isTrue();
    }

    @Test
    void aDirectoryThatNodesShareIsRefusedByAllButOne() throws IOException {
        Path tree = tree();
        Files.createDirectories(directory.resolve("node0/staged"));
        Files.createSymbolicLink(directory.resolve("node1"), Path.of("node0"));
        StageOutcome outcome = nodes.stage(tree);
        assertThat(outcome.nodes().get(0).problem()).contains("file system that nodes share");
        assertThat(outcome.nodes().get(1).problem()).contains("file system that nodes share");
        assertThat(outcome.nodes().get(2).problem()).isEmpty();
        assertThat(nodes.node(2).resolve("tree/exactly")).exists();
    }

    @Test
    void aSourceThatChangesOrDisappearsWhileItIsReadIsNamedAndKeepsItsOldCopy() throws IOException {
        Path tree = tree();
        nodes.stage(tree);
        TreeMap<String, String> before = Nodes.tree(nodes.node(1));
        Files.write(tree.resolve("large.bin"), new byte[4_000_000]);
        Files.write(tree.resolve("exactly"), new byte[10]);
        Files.write(tree.resolve("empty"), new byte[10]);
        nodes.afterListing = () -> {
            try {
                Files.delete(tree.resolve("exactly"));
                Files.write(tree.resolve("large.bin"), new byte[1], StandardOpenOption.APPEND);
                Files.write(tree.resolve("empty"), new byte[3], StandardOpenOption.TRUNCATE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        StageOutcome outcome = nodes.stage(tree);
        assertThat(outcome.isComplete()).isFalse();
        assertThat(outcome.unread()).contains("large.bin: changed while it was read").contains("exactly: disappeared").contains("empty: changed");
        assertThat(outcome.nodes()).allSatisfy(node -> assertThat(node.problem()).isEmpty());
        assertThat(Nodes.tree(nodes.node(1)).get("tree/large.bin")).isEqualTo(before.get("tree/large.bin"));
        assertThat(Nodes.tree(nodes.node(1)).get("tree/exactly")).isEqualTo(before.get("tree/exactly"));
    }

    @Test
    void aSourceThatIsNotThereStagesNothing() throws IOException {
        Path tree = tree();
        assertThatThrownBy(() -> nodes.stage(tree, source.resolve("absent.jar"))).hasMessageContaining("absent.jar is not there; nothing was staged");
        assertThatThrownBy(() -> nodes.stage(tree, file("elsewhere/tree", 5))).hasMessageContaining("two sources would become tree");
        assertThat(nodes.node(1).resolve("tree")).doesNotExist();
    }

    @Test
    void aClassPathComesWithWhatItsManifestsName() throws IOException {
        jar("app/lib/deep.jar", "");
        jar("app/lib/first.jar", "deep.jar absent.jar");
        jar("app/a b.jar", "");
        Path app = jar("app/app.jar", "lib/first.jar a%20b.jar file:/no/such.jar https://example.org/x.jar");
        file("app/classes/p/A.class", 10);
        nodes.classPath = app + ":" + source.resolve("app/classes") + ":" + source.resolve("app/lib/*") + ":/no/such/entry";
        for (int round = 0; round < 2; round++) {
            assertThat(nodes.stage().isComplete()).isTrue();
            Path staged = nodes.node(1).resolve(ClassPathSource.FOLDER + source.toAbsolutePath().normalize() + "/app");
            assertThat(staged.resolve("app.jar")).exists();
            assertThat(staged.resolve("a b.jar")).exists();
            assertThat(staged.resolve("lib/first.jar")).exists();
            assertThat(staged.resolve("lib/deep.jar")).exists();
            assertThat(staged.resolve("classes/p/A.class")).exists();
        }
    }

    private Path jar(String name, String classPath) throws IOException {
        Path jar = source.resolve(name);
        Files.createDirectories(jar.getParent());
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (!classPath.isEmpty()) {
            manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
        }
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            out.putNextEntry(new ZipEntry("x"));
        }
        return jar;
    }

    @Test
    void aNameThatIsNotUtf8IsNamedAndNotChanged() throws IOException {
        Path tree = tree();
        assertThat(new ProcessBuilder("sh", "-c", "touch \"$0/bad$(printf '\\377')name\"", tree.toString()).start().onExit().join().exitValue()).isZero();
        StageOutcome outcome = nodes.stage(tree);
        assertThat(outcome.unread()).contains("its name is not UTF-8").contains("tree/bad");
        try (var files = Files.list(nodes.node(1).resolve("tree"))) {
            assertThat(files.map(f -> f.getFileName().toString())).noneMatch(name -> name.startsWith("bad")).contains("large.bin");
        }
    }

    @Test
    void aDirectoryIsNotStagedIntoItself() throws IOException {
        tree();
        Nodes inside = new Nodes(source.resolve("tree"), 2);
        assertThatThrownBy(() -> inside.stage(source.resolve("tree"))).hasMessageContaining("lies inside of").hasMessageContaining("nothing was staged");
    }

    @Test
    void hardLinksStayHardLinksAndFollowTheirFileWhenItChanges() throws IOException {
        Path first = file("tree/a", 1000);
        file("tree/other", 1000);
        Files.createLink(source.resolve("tree/b"), first);
        for (int round = 0; round < 3; round++) {
            StageOutcome outcome = nodes.stage(source.resolve("tree"));
            assertThat(outcome.isComplete()).as("%s", outcome).isTrue();
            assertThat(outcome.sums().files()).isEqualTo(round == 0 ? 2 : round == 1 ? 0 : 1);
            Path staged = nodes.node(1).resolve("tree");
            assertThat(Files.isSameFile(staged.resolve("a"), staged.resolve("b"))).isTrue();
            assertThat(Files.isSameFile(staged.resolve("a"), staged.resolve("other"))).isFalse();
            assertThat(staged.resolve("b")).hasSameBinaryContentAs(first);
            assertThat(StagedTree.read(nodes.node(1)).verify(Progress.NONE)).isEmpty();
            if (round == 1) {
                Files.write(first, new byte[] {1, 2, 3});
            }
        }
        Files.delete(nodes.node(1).resolve("tree/b"));
        Files.writeString(nodes.node(1).resolve("tree/b"), "mine");
        assertThat(StagedTree.read(nodes.node(1)).differences()).containsExactly("tree/b is no other name of tree/a any more");
    }

    @Test
    void holesStayHoles() throws IOException {
        Path sparse = file("sparse", 100_000);
        byte[] bytes = Arrays.copyOf(Files.readAllBytes(sparse), 30_000_000);
        bytes[10_000_000] = 1;
        Files.write(sparse, bytes);
        file("zeros", 0);
        Files.write(source.resolve("zeros"), new byte[3 << 20]);
        nodes.stage(sparse, source.resolve("zeros"));
        for (int rank = 0; rank < 3; rank++) {
            assertThat(nodes.node(rank).resolve("sparse")).hasBinaryContent(bytes);
            assertThat(nodes.node(rank).resolve("zeros")).hasBinaryContent(new byte[3 << 20]);
            assertThat(StagedTree.read(nodes.node(rank)).verify(Progress.NONE)).isEmpty();
        }
        Process du = new ProcessBuilder("du", "-sk", nodes.node(1).toString()).start();
        assertThat(Integer.parseInt(new String(du.getInputStream().readAllBytes()).split("\t")[0])).isLessThan(1000);
    }

    @Test
    void cleaningRemovesWhatWasStagedAndNothingElse() throws IOException {
        nodes.stage(tree());
        Files.writeString(nodes.node(1).resolve("tree/foreign"), "mine");
        StagedTree.read(nodes.node(1)).remove();
        StagedTree.read(nodes.node(2)).remove();
        assertThat(Nodes.tree(nodes.node(1))).containsOnlyKeys("tree", "tree/foreign");
        assertThat(nodes.node(2)).doesNotExist();
    }
}
