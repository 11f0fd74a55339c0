package io.classcast.agent.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.classcast.classpath.ClassPathScan;
import io.classcast.classpath.ClassPathScanner;
import io.classcast.classpath.ScanOptions;
import io.classcast.image.ImageEntry;
import io.classcast.store.StoredImage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files below directories of the class path, opened by their path. */
class DirectoryFilesTest {
    @TempDir
    Path here;
    private Path store;
    private Path jar;

    @BeforeEach
    void aDirectoryWithAJarAndAFile() throws IOException {
        store = Files.createDirectory(here.resolve("store"));
        jar = Files.write(Files.createDirectories(here.resolve("application/lib")).resolve("a.jar"), new byte[70_000]);
        Files.writeString(Files.createDirectory(here.resolve("application/META-INF")).resolve("empty"), "");
        Files.writeString(here.resolve("application/lib/log"), "a line");
    }

    private ServedFiles served() throws IOException {
        String directory = here.resolve("application").toString();
        String url = here.resolve("application").toUri().toURL().toString();
        ClassPathScan scan = ClassPathScanner.scan(List.of(url), 0, ScanOptions.of(store, List.of()));
        byte[] index = new byte[scan.index().remaining()];
        scan.index().get(index);
        Files.write(store.resolve("index"), index);
        return new ServedFiles(StoredImage.open(store), List.of(directory), List.of(url));
    }

    @Test
    void eachGetsOneFileInTheStore() throws IOException {
        ServedFiles files = served();
        Path copy = Path.of(files.copyOf(jar.toString()));
        assertThat(copy.getParent()).isEqualTo(store);
        assertThat(copy).hasBinaryContent(new byte[70_000]);
        assertThat(Files.getPosixFilePermissions(copy)).hasSize(2);
        assertThat(files.copyOf(jar.toString())).isEqualTo(copy.toString());
        assertThat(Path.of(files.copyOf(here.resolve("application/META-INF/empty").toString()))).isEmptyFile();
        assertThat(Files.list(store).filter(path -> path.getFileName().toString().startsWith("opened-"))).hasSize(2);
    }

    @Test
    void whatIsNotThereOrNoFileIsLeftToTheFileSystem() throws IOException {
        ServedFiles files = served();
        for (String name : List.of("application/none", "application/lib", "application", "application/", "application/lib/../lib/a.jar", "application//META-INF/empty", "other")) {
            assertThat(files.copyOf(here + "/" + name)).as(name).isNull();
        }
        assertThat(files.copyOf("")).isNull();
        assertThat(files.copyOf("/")).isNull();
    }

    @Test
    void whatHasChangedSinceRank0SawItIsReadWhereItIs() throws IOException {
        ServedFiles files = served();
        assertThat(files.copyOf(jar.toString())).isNotNull();
        FileTime time = Files.getLastModifiedTime(jar);
        Files.write(jar, new byte[] {1});
        Files.setLastModifiedTime(jar, time);
        assertThat(files.copyOf(jar.toString())).as("another size").isNull();
        Files.write(jar, new byte[70_000]);
        Files.setLastModifiedTime(jar, FileTime.fromMillis(time.toMillis() + 5));
        assertThat(files.copyOf(jar.toString())).as("another time").isNull();
        Files.delete(jar);
        assertThat(files.copyOf(jar.toString())).as("gone").isNull();
    }

    @Test
    void anEmptyFileOf1970ThatIsGoneIsNotThere() throws IOException {
        Path empty = here.resolve("application/META-INF/empty");
        Files.setLastModifiedTime(empty, FileTime.fromMillis(0));
        ServedFiles files = served();
        assertThat(files.copyOf(empty.toString())).isNotNull();
        Files.delete(empty);
        assertThat(files.copyOf(empty.toString())).isNull();
    }

    @Test
    void whatTheProgramWritesItReadsAgain() throws IOException {
        ServedFiles files = served();
        files.changed(jar.toString(), false);
        assertThat(files.copyOf(jar.toString())).isNull();
        assertThat(files.copyOf(here.resolve("application/META-INF/empty").toString())).isNotNull();
    }

    @Test
    void whatMayGrowWhileItIsReadIsLeftOut() throws IOException {
        assertThat(served().copyOf(here.resolve("application/lib/log").toString())).isNull();
    }

    @Test
    void theWorkingDirectoryIsLeftOut() throws IOException {
        served();
        StoredImage image = StoredImage.open(store);
        assertThat(new DirectoryFiles(image, here + "/application/").copyOf(jar.toString())).isNull();
        assertThat(new DirectoryFiles(image, here + "/application/lib/").copyOf(jar.toString())).isNull();
        assertThat(new DirectoryFiles(image, here + "/app/").copyOf(jar.toString())).isNotNull();
    }

    @Test
    void aLibraryStaysBesideItsOthers() throws IOException {
        assertThat(served().libraryCopyOf(jar.toString())).isNull();
    }

    @Test
    void aRelativeNameIsNotServedWhereTheKernelStartsItElsewhere() throws IOException {
        String directory = System.getProperty("user.dir");
        System.setProperty("user.dir", here.toString());
        try {
            ServedFiles files = served();
            assertThat(files.copyOf("application/lib/a.jar")).isNull();
            assertThat(files.copyOf(jar.toString())).isNotNull();
        } finally {
            System.setProperty("user.dir", directory);
        }
    }

    @Test
    void aDamagedArchiveGivesNoCopy() throws IOException {
        served();
        ImageEntry entry = StoredImage.open(store).image().entry(0);
        try (RandomAccessFile archive = new RandomAccessFile(store.resolve(entry.storeName()).toFile(), "rw")) {
            archive.seek(archive.length() / 2);
            archive.write(1);
        }
        ServedFiles files = new ServedFiles(StoredImage.open(store), List.of(), List.of());
        assertThat(files.copyOf(jar.toString())).isNull();
        assertThat(Files.list(store).filter(path -> path.getFileName().toString().startsWith("opened-"))).isEmpty();
    }

    @Test
    void aStoreThatCannotBeWrittenToIsNoReasonToFail() throws IOException {
        ServedFiles files = served();
        // A directory in the way of the copy stands for a store that is full: root may write anywhere.
        for (int place = 0; place < 10; place++) {
            Files.createDirectory(store.resolve("opened-" + place));
        }
        assertThat(files.copyOf(jar.toString())).isNull();
        try (var left = Files.list(store)) {
            assertThat(left.filter(path -> Files.isRegularFile(path) && path.getFileName().toString().startsWith("opened-"))).isEmpty();
        }
    }
}
