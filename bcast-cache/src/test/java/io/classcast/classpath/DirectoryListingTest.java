package io.classcast.classpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.ClosedDirectoryStreamException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryListingTest {
    @TempDir
    Path root;

    private List<String> names() throws IOException {
        DirectoryListing listing = DirectoryListing.of(root, 1000, false);
        assertThat(listing.problem()).isNull();
        return listing.files().stream().map(DirectoryListing.Item::name).sorted().toList();
    }

    @Test
    void itListsWhatAWalkOfTheJdkFinds() throws IOException {
        Random random = new Random(7);
        Path at = root;
        for (int i = 0; i < 200; i++) {
            if (random.nextInt(3) == 0) {
                at = Files.createDirectories((random.nextBoolean() ? root : at).resolve("d" + random.nextInt(20)));
            } else {
                Files.write(at.resolve("ä " + i), new byte[random.nextInt(50)]);
            }
        }
        try (Stream<Path> walk = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
            assertThat(names()).isEqualTo(walk.filter(path -> !path.equals(root)).map(path -> root.relativize(path).toString()).sorted().toList());
        }
        DirectoryListing listing = DirectoryListing.of(root, 1000, false);
        for (DirectoryListing.Item item : listing.files()) {
            assertThat(item.isDirectory()).isEqualTo(Files.isDirectory(item.path()));
            assertThat(item.mtime()).isEqualTo(Files.getLastModifiedTime(item.path()).toMillis());
        }
        assertThat(listing.bytes()).isEqualTo(listing.files().stream().filter(DirectoryListing.Item::isRegular).mapToLong(DirectoryListing.Item::size).sum());
    }

    @Test
    void linksAreFollowed() throws IOException {
        Path inside = Files.createDirectories(root.resolve("a/b"));
        Files.writeString(inside.resolve("file"), "x");
        Files.createSymbolicLink(root.resolve("again"), inside);
        Files.createSymbolicLink(root.resolve("nowhere"), root.resolve("none"));
        assertThat(names()).containsExactly("a", "a/b", "a/b/file", "again", "again/file");
    }

    @Test
    void aLinkToADirectoryAboveItIsAProblem() throws IOException {
        Path inside = Files.createDirectories(root.resolve("a/b"));
        for (Path target : new Path[] {root, root.resolve("a"), inside, Path.of(".")}) {
            Path link = Files.createSymbolicLink(inside.resolve("up"), target);
            assertThat(DirectoryListing.of(root, 1000, false).problem()).isEqualTo("link " + link + " leads to a directory above it");
            Files.delete(link);
        }
        assertThat(DirectoryListing.of(root, 1000, false).problem()).isNull();
    }

    @Test
    void aFileThatGrowsOrShrinksIsReadToItsEnd() throws IOException {
        Path file = Files.writeString(root.resolve("file"), "0123456789");
        for (long listed : new long[] {0, 3, 10, 5000}) {
            OpenDirectory directory = new OpenDirectory((SecureDirectoryStream<Path>) Files.newDirectoryStream(root));
            DirectoryListing.Item item = new DirectoryListing.Item(file, "file", listed, 0, false, true, 0);
            assertThat(new FileReading(item, directory).call()).asString().isEqualTo("0123456789");
            directory.release();
            assertThatThrownBy(() -> directory.read(file)).isInstanceOf(ClosedDirectoryStreamException.class);
        }
    }

    @Test
    void aDirectoryIsOpenWhileFilesInItWait() throws IOException {
        Path file = Files.writeString(root.resolve("file"), "x");
        OpenDirectory directory = new OpenDirectory((SecureDirectoryStream<Path>) Files.newDirectoryStream(root));
        DirectoryListing.Item item = new DirectoryListing.Item(file, "file", 1, 0, false, true, 0);
        FileReading read = new FileReading(item, directory);
        FileReading forgotten = new FileReading(item, directory);
        directory.release();
        assertThat(read.call()).asString().isEqualTo("x");
        forgotten.forget();
        forgotten.forget();
        assertThatThrownBy(() -> directory.read(file)).isInstanceOf(ClosedDirectoryStreamException.class);
    }

    @Test
    void moreFilesThanTheLimitAreAProblem() throws IOException {
        for (int i = 0; i < 4; i++) {
            Files.createFile(root.resolve("f" + i));
        }
        assertThat(DirectoryListing.of(root, 3, false).problem()).isEqualTo("more than 3 files");
        assertThat(DirectoryListing.of(root, 4, false).problem()).isNull();
    }

    @Test
    void aDirectoryThatCannotBeReadIsAProblem() throws IOException {
        assertThat(DirectoryListing.of(root.resolve("none"), 3, false).problem()).startsWith("cannot read the directory");
    }
}
