package io.classcast.agent.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.classcast.classpath.ClassPathScan;
import io.classcast.classpath.ClassPathScanner;
import io.classcast.classpath.ScanOptions;
import io.classcast.store.StoredImage;
import java.io.IOException;
import java.io.OutputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A class path of a jar, a directory, and a jar that is missing. */
class LiveEntriesTest {
    private static final int FIRST = 0;
    private static final int DIRECTORY = 1;
    private static final int MISSING = 2;

    @TempDir
    Path here;
    private Path store;

    @BeforeEach
    void aClassPath() throws IOException {
        store = Files.createDirectory(here.resolve("store"));
        jar("first.jar", "first.txt");
        Files.writeString(Files.createDirectories(here.resolve("directory/pkg")).resolve("a.txt"), "a");
        ClassPathScan scan = ClassPathScanner.scan(List.of(url("first.jar"), url("directory"), url("made.jar")), 0,
                ScanOptions.of(store, List.of()));
        byte[] index = new byte[scan.index().remaining()];
        scan.index().get(index);
        Files.write(store.resolve("index"), index);
    }

    private String url(String name) throws IOException {
        return here.resolve(name).toUri().toURL().toString();
    }

    private void jar(String name, String entry) throws IOException {
        try (OutputStream file = Files.newOutputStream(here.resolve(name)); ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry(entry));
        }
    }

    private ServedClassPath served(boolean ownLooks) throws IOException {
        return new ServedClassPath(StoredImage.open(store), new Counters(), null, ownLooks);
    }

    @Test
    void aJarThatIsMadeBeforeASearchComesToItIsFoundByAllOfTheNode() throws IOException {
        ServedClassPath one = served(false);
        ServedClassPath other = served(false);
        assertThat(one.findResource("first.txt")).isNotNull();
        jar("made.jar", "made.txt");
        assertThat(one.findResource("made.txt")).hasToString("jar:" + url("made.jar") + "!/made.txt");
        assertThat(other.findResources("made.txt")).hasSize(1);
        assertThat(store.resolve("there-" + MISSING)).exists();
    }

    @Test
    void theClassPathOfALiveEntryIsSearchedForResourcesOnceForEachJar() throws IOException {
        jar("first.jar", "both.txt");
        jar("second.jar", "both.txt");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, "second.jar first.jar");
        try (JarOutputStream live = new JarOutputStream(Files.newOutputStream(here.resolve("live.jar")), manifest)) {
            live.putNextEntry(new ZipEntry("both.txt"));
        }
        Path other = Files.createDirectory(here.resolve("other"));
        for (List<String> names : List.of(List.of("first.jar", "live.jar"), List.of("live.jar", "first.jar", "second.jar"))) {
            List<String> urls = new ArrayList<>();
            for (String name : names) {
                urls.add(url(name));
            }
            ClassPathScan scan = ClassPathScanner.scan(urls, 0, ScanOptions.of(null, List.of(here.resolve("live.jar").toString())));
            byte[] index = new byte[scan.index().remaining()];
            scan.index().get(index);
            Files.write(other.resolve("index"), index);
            List<URL> expected = new ArrayList<>();
            try (URLClassLoader plain = new URLClassLoader(urls.stream().map(LiveEntriesTest::parsed).toArray(URL[]::new), null)) {
                expected.addAll(Collections.list(plain.findResources("both.txt")));
            }
            assertThat(expected).hasSize(3);
            assertThat(new ServedClassPath(StoredImage.open(other), new Counters(), null, true).findResources("both.txt")).isEqualTo(expected);
        }
    }

    private static URL parsed(String url) {
        try {
            return new URL(url);
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void oneJvmOfANodeLooksOnceForAMissingEntry() throws IOException {
        ServedClassPath one = served(false);
        assertThat(one.findResource("absent.txt")).isNull();
        jar("made.jar", "made.txt");
        assertThat(one.findResource("made.txt")).as("as with plain Java, which has passed it by").isNull();
        assertThat(served(false).findResource("made.txt")).as("noted for the node").isNull();
        assertThat(served(true).findResource("made.txt")).as("looks itself").isNotNull();
    }

    @Test
    void whatThisJvmHasMadeItLooksForWhateverIsNoted() throws IOException {
        assertThat(served(false).findResource("absent.txt")).isNull();
        ServedClassPath other = served(false);
        jar("made.jar", "made.txt");
        other.live().entryChanged(MISSING);
        assertThat(other.findResource("made.txt")).isNotNull();
    }

    @Test
    void aNameThatWasChangedIsLookedUpLiveAndWhatLiesBelowItToo() throws IOException {
        ServedClassPath path = served(true);
        Files.writeString(here.resolve("directory/pkg/new.txt"), "new");
        Files.delete(here.resolve("directory/pkg/a.txt"));
        assertThat(path.findResource("pkg/new.txt")).isNull();
        path.live().nameChanged(DIRECTORY, "pkg/new.txt");
        assertThat(path.findResource("pkg/new.txt")).hasToString(url("directory") + "pkg/new.txt");
        assertThat(path.findResource("pkg/a.txt")).as("not told").isNotNull();
        path.live().nameChanged(DIRECTORY, "pkg");
        assertThat(path.findResource("pkg/a.txt")).isNull();
        assertThat(path.findResource("pkg/")).isNotNull();
    }

    @Test
    void aJarThatNoSearchHasComeToIsLookedUpLiveAndOneThatIsOpenIsNot() throws IOException {
        ServedClassPath early = served(true);
        ServedClassPath late = served(true);
        assertThat(late.findResource("first.txt")).isNotNull();
        jar("first.jar", "other.txt");
        early.live().entryChanged(FIRST);
        late.live().entryChanged(FIRST);
        assertThat(early.findResource("first.txt")).isNull();
        assertThat(early.findResource("other.txt")).isNotNull();
        assertThat(late.findResource("first.txt")).isNotNull();
        assertThat(late.findResource("other.txt")).isNull();
    }

    @Test
    void withTooManyNamesAllCountAsChanged() {
        ChangedNames names = new ChangedNames();
        for (int i = 0; i < 10_001; i++) {
            assertThat(names.covers("other")).isFalse();
            names.add("name" + i);
        }
        assertThat(names.covers("other")).isTrue();
    }
}
