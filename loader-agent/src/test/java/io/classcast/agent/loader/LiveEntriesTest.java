package io.classcast.agent.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.classcast.classpath.ClassPathScan;
import io.classcast.classpath.ClassPathScanner;
import io.classcast.classpath.ScanOptions;
import io.classcast.store.StoredImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
