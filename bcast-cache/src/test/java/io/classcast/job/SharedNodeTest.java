package io.classcast.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.classcast.classpath.ClassPath;
import io.classcast.classpath.FurtherFiles;
import io.classcast.classpath.LaunchPath;
import io.classcast.classpath.LauncherEntries;
import io.classcast.classpath.Profile;
import io.classcast.store.NodeStore;
import io.classcast.store.StoreBase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        return serve(null);
    }

    private ServedJob serve(Path profile) {
        List<String> urls = ClassPath.parse(jar + ":" + directory.resolve("classes") + ":" + directory.resolve("none.jar"));
        JobConfig config = new JobConfig(LaunchPath.ofUrls(urls), false, store.toString(), List.of(), 20_000, LauncherEntries.NONE, false, null,
                profile == null ? null : profile.toString(), FurtherFiles.NONE, "1");
        return new SharedNode(config, new Phases(), new Pulse()).serve();
    }

    /** As if the last look at the class path had been long ago. */
    private static void age(ServedJob job) throws IOException {
        Files.setLastModifiedTime(job.store().directory().resolve("checked"), FileTime.fromMillis(0));
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
        age(first);
        assertThat(serve().store().directory()).isEqualTo(first.store().directory());
        assertThat(first.store().lastChecked()).isPositive();
        first.store().close(null, 0);
    }

    @Test
    void theLastOneLeavesNoPointer() throws IOException {
        ServedJob only = serve();
        Path base = only.store().directory().getParent();
        assertThat(base).isDirectoryContaining("glob:**current-*");
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
        age(first);
        writeJar("another");
        assertThat(serve().store().directory()).isNotEqualTo(first.store().directory());
    }

    @Test
    void aClassThatWasCompiledAgainIsNoticed() throws IOException {
        ServedJob first = serve();
        age(first);
        Files.writeString(classes.resolve("B.class"), "bbbb");
        Files.setLastModifiedTime(classes.resolve("B.class"), FileTime.fromMillis(System.currentTimeMillis() + 5_000));
        assertThat(serve().store().directory()).isNotEqualTo(first.store().directory());
    }

    @Test
    void anEntryThatWasMissingAndIsThereNowIsNoticed() throws IOException {
        ServedJob first = serve();
        age(first);
        Files.copy(jar, directory.resolve("none.jar"));
        ServedJob second = serve();
        assertThat(second.store().directory()).isNotEqualTo(first.store().directory());
        assertThat(second.problems()).isEmpty();
    }

    @Test
    void withinABurstNobodyLooksTwice() throws IOException {
        ServedJob first = serve();
        writeJar("another");
        assertThat(serve().store().directory()).isEqualTo(first.store().directory());
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
