package io.classcast.classpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classcast.image.Image;
import io.classcast.image.ImageEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.ClosedDirectoryStreamException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntryDirectoriesTest {
    @TempDir
    Path directory;
    private final List<String> urls = new ArrayList<>();

    @BeforeEach
    void writeFiles() throws IOException {
        for (int i = 0; i < 8; i++) {
            urls.add(url(Files.write(directory.resolve("j" + i + ".jar"), new byte[i])));
        }
    }

    private static String url(Path path) {
        return ClassPath.url(path.toString(), false);
    }

    private EntryFile file(EntryDirectories directories, String name) {
        Path path = directory.resolve(name);
        return directories.file(url(path), path);
    }

    @Test
    void aFileInADirectoryOfManyIsReadByItsName() throws IOException {
        EntryDirectories directories = new EntryDirectories(urls);
        EntryFile file = file(directories, "j5.jar");
        assertThat(file.directory()).isNotNull();
        BasicFileAttributes byPath = Files.readAttributes(file.path(), BasicFileAttributes.class);
        assertThat(file.attributes().size()).isEqualTo(5);
        assertThat(file.attributes().fileKey()).isEqualTo(byPath.fileKey());
        assertThat(file.attributes().lastModifiedTime()).isEqualTo(byPath.lastModifiedTime());
        try (FileChannel channel = file.open()) {
            assertThat(channel.size()).isEqualTo(5);
            assertThat(channel.read(ByteBuffer.allocate(10), 2)).isEqualTo(3);
        }
        file.release();
        directories.close();
    }

    @Test
    void fewFilesAreReadByTheirPaths() throws IOException {
        EntryFile file = file(new EntryDirectories(urls.subList(0, 7)), "j5.jar");
        assertThat(file.directory()).isNull();
        assertThat(file.attributes().size()).isEqualTo(5);
        try (FileChannel channel = file.open()) {
            assertThat(channel.size()).isEqualTo(5);
        }
        file.release();
    }

    @Test
    void aDirectoryAmongItsOwnFilesIsNotLookedForInItself() throws IOException {
        Path jars = Files.createDirectory(directory.resolve("jars"));
        Files.write(jars.resolve("jars"), new byte[3]);
        urls.clear();
        String itself = ClassPath.url(jars.toString(), true);
        urls.add(itself);
        for (int i = 0; i < 9; i++) {
            urls.add(url(jars.resolve("j" + i + ".jar")));
        }
        EntryDirectories directories = new EntryDirectories(urls);
        directories.file(urls.get(1), jars.resolve("j0.jar")).release();
        assertThat(directories.file(itself, jars).attributes().isDirectory()).isTrue();
        assertThat(directories.file(urls.get(2), directory.resolve("j1.jar")).attributes().size()).isEqualTo(1);
    }

    @Test
    void whatIsNotThereIsNotThereByItsNameEither() {
        EntryFile file = file(new EntryDirectories(urls), "none.jar");
        assertThatThrownBy(file::attributes).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(file::open).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aDirectoryThatIsNotThereIsNoError() throws IOException {
        EntryDirectories directories = new EntryDirectories(urls);
        for (int i = 0; i < 8; i++) {
            Files.delete(directory.resolve("j" + i + ".jar"));
        }
        Files.delete(directory);
        EntryFile file = file(directories, "j5.jar");
        assertThat(file.directory()).isNull();
        assertThatThrownBy(file::attributes).isInstanceOf(NoSuchFileException.class);
        Files.createDirectory(directory);
    }

    @Test
    void aDirectoryIsClosedWhenItsLastFileIsReleased() throws IOException {
        EntryDirectories directories = new EntryDirectories(urls);
        EntryFile file = file(directories, "j5.jar");
        directories.close();
        assertThat(file.attributes().size()).isEqualTo(5);
        assertThat(file(directories, "j6.jar").directory()).isNull();
        file.release();
        assertThatThrownBy(file::attributes).isInstanceOf(ClosedDirectoryStreamException.class);
    }

    @Test
    void aScanFindsTheSameByNamesAsByPaths() throws IOException {
        Path store = Files.createDirectory(directory.resolve("store"));
        urls.clear();
        for (String name : new String[] {"a b.jar", "100%.jar", "ä.jar", "#.jar", "+.jar"}) {
            urls.add(url(TestJars.jar(directory.resolve(name), "", "p/", "p/" + name.charAt(0) + ".class")));
        }
        urls.add(url(Files.createSymbolicLink(directory.resolve("link.jar"), Path.of("a b.jar"))));
        urls.add(url(Files.createSymbolicLink(directory.resolve("dangling.jar"), Path.of("none"))));
        urls.add(url(directory.resolve("missing.jar")));
        urls.add(url(Files.writeString(directory.resolve("text.jar"), "no jar")));
        urls.add(url(Files.createDirectory(directory.resolve("noslash"))));
        urls.add(ClassPath.url(Files.createDirectory(directory.resolve("classes")).toString(), true));
        urls.add(url(directory.resolve("text.jar").resolve("below.jar")));
        List<String> together = described(urls, store);
        List<String> alone = new ArrayList<>();
        for (String url : urls) {
            alone.addAll(described(List.of(url), Files.createTempDirectory(directory, "store")));
        }
        assertThat(together).isEqualTo(alone).hasSize(urls.size());
    }

    private static List<String> described(List<String> urls, Path store) {
        Image image = Image.open(ClassPathScanner.scan(urls, 1, ScanOptions.of(store, List.of())).index());
        List<String> described = new ArrayList<>();
        for (int e = 0; e < image.entryCount(); e++) {
            ImageEntry entry = image.entry(e);
            described.add(entry.url() + " " + entry.path() + " " + entry.kind() + " " + entry.size() + " " + entry.mtime() + " " + entry.storeLength()
                    + " " + entry.checksum());
        }
        return described;
    }
}
