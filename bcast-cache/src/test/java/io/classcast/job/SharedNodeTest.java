package io.classcast.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.classcast.classpath.ClassPath;
import io.classcast.classpath.FurtherFiles;
import io.classcast.classpath.LaunchPath;
import io.classcast.classpath.LauncherEntries;
import io.classcast.classpath.Profile;
import io.classcast.store.LockTurn;
import io.classcast.store.NodeLock;
import io.classcast.store.NodeStore;
import io.classcast.store.StoreBase;
import io.classcast.store.StorePointer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedNodeTest {
    @TempDir
    private Path directory;
    private Path jar;
    private Path classes;
    private Path store;

    @BeforeEach
    void makeClassPath() throws IOException {
        store = Files.createDirectory(directory.resolve("store"));
        jar = directory.resolve("a.jar");
        writeJar("one");
        classes = Files.createDirectories(directory.resolve("classes/p"));
        Files.writeString(classes.resolve("B.class"), "BBBB");
    }

    private void writeJar(String text) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("a.txt"));
            zip.write(text.getBytes());
        }
    }

    private ServedJob serve() {
        return serve((Path) null);
    }

    private ServedJob serve(Path profile) {
        List<String> urls = ClassPath.parse(jar + ":" + directory.resolve("classes") + ":" + directory.resolve("none.jar"));
        return serve(LaunchPath.ofUrls(urls), profile);
    }

    private ServedJob serve(String text) {
        return serve(LaunchPath.ofText(text), null);
    }

    private ServedJob serve(LaunchPath path, Path profile) {
        return new SharedNode(config(path, profile), new Phases(), new Pulse()).serve();
    }

    private JobConfig config(LaunchPath path, Path profile) {
        return new JobConfig(path, false, store.toString(), List.of(), 20_000, LauncherEntries.NONE, false, null,
                profile == null ? null : profile.toString(), FurtherFiles.NONE, "1");
    }

    private static Path storeOf(ServedJob job) {
        return job.store().directory();
    }

    private List<String> stores() throws IOException {
        try (var files = Files.list(StoreBase.choose(store.toString()).directory())) {
            return files.filter(Files::isDirectory).map(f -> f.getFileName().toString()).toList();
        }
    }

    @Test
    void theSecondMapsWhatTheFirstHasMadeAndTheLastRemovesIt() throws IOException {
        ServedJob first = serve();
        ServedJob second = serve();
        assertThat(second.store().directory()).isEqualTo(first.store().directory());
        assertThat(first.problems()).hasSize(1);
        assertThat(second.problems()).isEmpty();
        assertThat(serve().store().directory()).isEqualTo(first.store().directory());
        first.store().close(null, 0);
    }

    @Test
    void theLastOneLeavesNoPointer() throws IOException {
        ServedJob only = serve();
        Path base = only.store().directory().getParent();
        assertThat(base).isDirectoryContaining("glob:**pointer-*");
        only.store().close(null, 0);
        try (var files = Files.list(base)) {
            assertThat(files.map(f -> f.getFileName().toString())).containsOnly("lock", "none.lock");
        }
    }

    @Test
    void aStoreIsForOneProfileOnly() throws IOException {
        Path profile = directory.resolve("profile");
        Profile.write(profile, List.of(Profile.line(Profile.RESOURCE, "a.txt", jar.toString())));
        ServedJob first = serve(profile);
        assertThat(first.image().image().entry(0).packed()).isTrue();
        assertThat(serve(profile).store().directory()).isEqualTo(first.store().directory());
        assertThat(serve().store().directory()).isNotEqualTo(first.store().directory());
        Profile.write(profile, List.of(Profile.line(Profile.JAR, jar.toString())));
        ServedJob other = serve(profile);
        assertThat(other.store().directory()).isNotEqualTo(first.store().directory());
        assertThat(other.image().image().entry(0).packed()).isFalse();
    }

    @Test
    void aProfileThatIsOfNoUseIsLeftOutWithOneLine() throws IOException {
        Path profile = directory.resolve("profile");
        ServedJob without = serve(profile);
        assertThat(without.problems()).hasSize(2).first().asString().contains("cannot be read").contains("runs without a profile");
        assertThat(without.image().file(without.image().image().entry(0))).exists();
        Profile.write(profile, List.of(Profile.line(Profile.JAR, "/other.jar")));
        ServedJob other = serve(profile);
        assertThat(other.problems()).hasSize(2).first().asString().contains("names no entry of this class path");
        assertThat(other.image().isByProfile()).isFalse();
    }

    @Test
    void manyAtOnceMakeOneStore() throws IOException {
        List<CompletableFuture<ServedJob>> jobs = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            jobs.add(CompletableFuture.supplyAsync(this::serve, r -> new Thread(r).start()));
        }
        assertThat(jobs.stream().map(j -> j.join().store().directory()).distinct()).hasSize(1);
        assertThat(stores()).hasSize(1);
    }

    @Test
    void aReplacedJarIsNoticed() throws IOException {
        ServedJob first = serve();
        writeJar("another");
        assertThat(serve().store().directory()).isNotEqualTo(first.store().directory());
    }

    @Test
    void aClassThatWasCompiledAgainIsNoticed() throws IOException {
        ServedJob first = serve();
        Files.writeString(classes.resolve("B.class"), "bbbb");
        Files.setLastModifiedTime(classes.resolve("B.class"), FileTime.fromMillis(System.currentTimeMillis() + 5_000));
        assertThat(serve().store().directory()).isNotEqualTo(first.store().directory());
    }

    @Test
    void anEntryThatWasMissingAndIsThereNowIsNoticed() throws IOException {
        ServedJob first = serve();
        Files.copy(jar, directory.resolve("none.jar"));
        ServedJob second = serve();
        assertThat(second.store().directory()).isNotEqualTo(first.store().directory());
        assertThat(second.problems()).isEmpty();
    }

    @Test
    void aJarOfTheSameSizeAndTimeIsNoticed() throws IOException {
        FileTime time = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(jar, time);
        ServedJob first = serve();
        Path other = directory.resolve("other.jar");
        Files.copy(jar, other);
        Files.setLastModifiedTime(other, time);
        Files.move(other, jar, StandardCopyOption.REPLACE_EXISTING);
        ServedJob second = serve();
        assertThat(storeOf(second)).as("another file").isNotEqualTo(storeOf(first));
        byte[] bytes = Files.readAllBytes(jar);
        Files.write(jar, bytes);
        Files.setLastModifiedTime(jar, time);
        assertThat(storeOf(serve())).as("written in place").isNotEqualTo(storeOf(second));
    }

    @Test
    void aClassOfTheSameSizeAndTimeIsNoticed() throws IOException {
        Path file = classes.resolve("B.class");
        FileTime time = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(file, time);
        ServedJob first = serve();
        Files.writeString(file, "bbbb");
        Files.setLastModifiedTime(file, time);
        assertThat(storeOf(serve())).isNotEqualTo(storeOf(first));
    }

    @Test
    void whatChangesWhileItIsYoungIsNoticed() throws IOException {
        // Written in one tick of the file system's clock, perhaps: what was read must not be taken for what came after it.
        for (int i = 0; i < 20; i++) {
            writeJar("one" + (char) ('a' + i));
            ServedJob job = serve();
            ByteBuffer bytes = job.image().content(0);
            byte[] served = new byte[bytes.remaining()];
            bytes.duplicate().get(served);
            assertThat(served).isEqualTo(Files.readAllBytes(jar));
        }
    }

    @Test
    void aRenamedDirectoryIsNoticedWhateverItsName() throws IOException {
        Path old = Files.createDirectory(directory.resolve("classes/Aa"));
        Files.writeString(old.resolve("x.txt"), "x");
        ServedJob first = serve();
        Files.move(old, old.resolveSibling("BB"));
        assertThat(storeOf(serve())).isNotEqualTo(storeOf(first));
    }

    @Test
    void aDamagedJarDoesNotEndSharing() throws IOException {
        Files.writeString(directory.resolve("none.jar"), "no jar");
        ServedJob first = serve();
        assertThat(storeOf(serve())).isEqualTo(storeOf(first));
        Files.copy(jar, directory.resolve("none.jar"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(storeOf(serve())).as("mended").isNotEqualTo(storeOf(first));
    }

    @Test
    void aJarThatIsAddedUnderAWildcardIsNoticed() throws IOException {
        Path lib = Files.createDirectory(directory.resolve("lib"));
        Files.copy(jar, lib.resolve("a.jar"));
        ServedJob first = serve(lib + "/*");
        assertThat(storeOf(serve(lib + "/*"))).isEqualTo(storeOf(first));
        Files.copy(jar, lib.resolve("b.jar"));
        ServedJob second = serve(lib + "/*");
        assertThat(second.image().image().entryCount()).isEqualTo(2);
        Files.delete(lib.resolve("a.jar"));
        assertThat(serve(lib + "/*").image().image().entryCount()).isEqualTo(1);
    }

    @Test
    void aLinkThatIsSwitchedIsNoticed() throws IOException {
        Path v2 = Files.createDirectory(directory.resolve("v2"));
        Files.copy(jar, v2.resolve("a.jar"));
        Path current = Files.createSymbolicLink(directory.resolve("current"), directory);
        ServedJob first = serve(current + "/a.jar");
        assertThat(first.image().image().entry(0).path()).isEqualTo(jar.toRealPath().toString());
        Files.delete(current);
        Files.createSymbolicLink(current, v2);
        assertThat(serve(current + "/a.jar").image().image().entry(0).path()).isEqualTo(v2.resolve("a.jar").toRealPath().toString());
    }

    @Test
    void aRelativeClassPathIsThatOfItsDirectory() {
        JobConfig relative = config(LaunchPath.ofText("/a.jar:app.jar"), null);
        JobConfig absolute = config(LaunchPath.ofText("/a.jar"), null);
        assertThat(StoreIdentity.of(relative)).contains("\nin " + System.getProperty("user.dir"));
        assertThat(StoreIdentity.of(config(LaunchPath.ofText("/a.jar:"), null))).contains("\nin ");
        assertThat(StoreIdentity.of(config(LaunchPath.ofText(""), null))).contains("\nin ");
        assertThat(StoreIdentity.of(absolute)).doesNotContain("\nin ");
    }

    @Test
    void aStoreIsForTheSwitchesThatChangeWhatIsServed() {
        ServedJob first = serve();
        for (String name : List.of("jdk.util.jar.enableMultiRelease", "jdk.util.jar.version")) {
            System.setProperty(name, "force");
            try {
                assertThat(StoreIdentity.of(config(LaunchPath.ofText("/a.jar"), null))).contains(name + " force");
            } finally {
                System.clearProperty(name);
            }
        }
        first.store().close(null, 0);
    }

    @Test
    void aStoreOfAnotherIdentityIsNotJoined() throws IOException {
        ServedJob first = serve();
        Files.writeString(storeOf(first).resolve("identity"), "another");
        assertThat(storeOf(serve())).isNotEqualTo(storeOf(first));
    }

    @Test
    void whoComesThroughOtherMountsComparesForItself() throws IOException {
        ServedJob first = serve();
        Path base = storeOf(first).getParent();
        try (var files = Files.list(base)) {
            Path pointer = files.filter(f -> f.getFileName().toString().startsWith("pointer-")).findFirst().orElseThrow();
            String name = pointer.getFileName().toString();
            Files.move(pointer, pointer.resolveSibling(name.substring(0, name.lastIndexOf('-') + 1) + "0"));
        }
        assertThat(storeOf(serve())).as("the same files").isEqualTo(storeOf(first));
        writeJar("another");
        assertThat(storeOf(serve())).isNotEqualTo(storeOf(first));
    }

    @Test
    void aLookCountsForThoseWhoHadComeBeforeItBegan() {
        StorePointer.State before = new StorePointer.State(5, "a");
        assertThat(before.wasLookedAtUntil(before)).isFalse();
        assertThat(before.wasLookedAtUntil(before.looked())).as("it may have begun earlier").isFalse();
        assertThat(before.wasLookedAtUntil(before.looked().looked())).isTrue();
        StorePointer.State other = StorePointer.to(Path.of("/b"));
        assertThat(before.wasLookedAtUntil(other)).as("the scan may have begun earlier").isFalse();
        assertThat(before.wasLookedAtUntil(other.looked())).isTrue();
    }

    @Test
    void whoHoldsTheLockAndGivesNoSignOfLifeIsWaitedForOnce() throws IOException {
        JobConfig config = config(LaunchPath.ofText(jar.toString()), null);
        long number = ClassPath.fingerprint(List.of(StoreIdentity.of(config)));
        StoreBase base = StoreBase.choose(store.toString());
        try (NodeLock stopped = NodeLock.take(base, new LockTurn(base, number), 0, 1, 1)) {
            assertThat(stopped).isNotNull();
            long begun = System.nanoTime();
            ServedJob first = serve(jar.toString());
            assertThat((System.nanoTime() - begun) / 1_000_000).isBetween(1_900L, 4_000L);
            assertThat(first.problems()).singleElement().asString().contains("gives no sign of life");
            long next = System.nanoTime();
            ServedJob second = serve(jar.toString());
            assertThat((System.nanoTime() - next) / 1_000_000).isLessThan(1_500);
            assertThat(storeOf(second)).isEqualTo(storeOf(first));
            first.store().close(null, 0);
            second.store().close(null, 0);
            long last = System.nanoTime();
            ServedJob third = serve(jar.toString());
            assertThat((System.nanoTime() - last) / 1_000_000).as("after all have left").isLessThan(1_500);
            third.store().close(null, 0);
        }
        serve(jar.toString()).store().close(null, 0);
        try (var files = Files.list(base.directory())) {
            assertThat(files.map(f -> f.getFileName().toString())).as("when it is gone").containsOnly("lock", "none.lock");
        }
    }

    @Test
    void whatAKilledWriterOfThePointerHasLeftIsSwept() throws IOException {
        ServedJob first = serve();
        Path part = Files.createFile(storeOf(first).resolveSibling("pointer-none-1-2.part-3"));
        assertThat(NodeStore.sweep(StoreBase.choose(store.toString()), false)).isEmpty();
        assertThat(part).doesNotExist();
        assertThat(storeOf(serve())).isEqualTo(storeOf(first));
    }

    @Test
    void anAbandonedThreadKeepsNoLock() throws IOException {
        SharedNode node = new SharedNode(config(LaunchPath.ofText(jar.toString()), null), new Phases(), new Pulse());
        node.abandon();
        node.serve();
        long begun = System.nanoTime();
        serve(jar.toString());
        assertThat((System.nanoTime() - begun) / 1_000_000).isLessThan(1_500);
    }

    @Test
    void aStoreThatIsOutdatedIsNotKept() throws IOException {
        ServedJob first = serve();
        first.store().close(null, 60_000);
        writeJar("another");
        ServedJob second = serve();
        assertThat(storeOf(second)).isNotEqualTo(storeOf(first));
        assertThat(storeOf(first)).doesNotExist();
        writeJar("a third");
        ServedJob third = serve();
        second.store().close(null, 60_000);
        assertThat(storeOf(second)).as("its user wanted to keep it").doesNotExist();
        third.store().close(null, 0);
    }

    @Test
    void aTimeThatNobodyCanHaveAskedForKeepsNothing() throws IOException {
        ServedJob first = serve();
        first.store().close(null, 60_000);
        Files.setLastModifiedTime(storeOf(first).resolve("kept"), FileTime.fromMillis(System.currentTimeMillis() + 30 * 86_400_000L));
        assertThat(NodeStore.sweep(StoreBase.choose(store.toString()), false)).containsExactly(storeOf(first));
    }

    @Test
    void aStoreThatIsGoneOrDamagedIsMadeAnew() throws IOException {
        ServedJob first = serve();
        try (var files = Files.list(first.store().directory())) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(first.store().directory());
        ServedJob second = serve();
        assertThat(second.store().directory()).isNotEqualTo(first.store().directory());
        Path index = second.store().directory().resolve("index");
        Files.write(index, new byte[] {1, 2, 3});
        assertThat(serve().store().directory()).isNotEqualTo(second.store().directory());
    }

    @Test
    void aKeptStoreOutlivesItsLastUserAndServesTheNext() throws IOException {
        ServedJob first = serve();
        first.store().close(null, 60_000);
        assertThat(NodeStore.sweep(StoreBase.choose(store.toString()), false)).isEmpty();
        ServedJob second = serve();
        assertThat(second.store().directory()).isEqualTo(first.store().directory());
        second.store().close(null, 60_000);
        assertThat(NodeStore.sweep(StoreBase.choose(store.toString()), true)).containsExactly(first.store().directory());
        try (var files = Files.list(first.store().directory().getParent())) {
            assertThat(files.map(f -> f.getFileName().toString())).containsExactlyInAnyOrder("lock", "none.lock");
        }
    }

    @Test
    void aKeptStoreIsSweptWhenItsTimeIsOver() throws IOException {
        ServedJob first = serve();
        first.store().close(null, 1);
        Files.setLastModifiedTime(first.store().directory().resolve("kept"), FileTime.fromMillis(1));
        assertThat(NodeStore.sweep(StoreBase.choose(store.toString()), false)).containsExactly(first.store().directory());
    }

    @Test
    void aStoreThatOneWantsKeptOutlivesAnotherThatDoesNotSay() throws IOException {
        serve().store().close(null, 60_000);
        List<String> kept = stores();
        assertThat(kept).hasSize(1);
        ServedJob second = serve();
        second.store().close(null, 0);
        assertThat(stores()).isEqualTo(kept);
        serve().store().close(null, 1);
        assertThat(stores()).as("a shorter wish does not shorten it").isEqualTo(kept);
    }
}
