package io.classcast.inspect;

import static io.classcast.inspect.Jars.jar;
import static org.assertj.core.api.Assertions.assertThat;

import io.classcast.classpath.ClassPath;
import io.classcast.classpath.ClassPathScanner;
import io.classcast.classpath.ScanOptions;
import io.classcast.image.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchCountTest {
    @TempDir
    Path directory;

    private static SearchCount count(Path... entries) {
        String classPath = String.join(":", List.of(entries).stream().map(Path::toString).toList());
        return SearchCount.of(Image.open(ClassPathScanner.scan(ClassPath.parse(classPath), 0, ScanOptions.of(null, List.of()))
                .index()));
    }

    private Path classes(String name, String... classes) throws IOException {
        Path at = Files.createDirectory(directory.resolve(name));
        for (String one : classes) {
            Files.createFile(at.resolve(one));
        }
        return at;
    }

    @Test
    void aDirectoryIsAskedForEveryClassOfLaterEntriesOnly() throws IOException {
        SearchCount count = count(jar(directory.resolve("a.jar"), "A.class"), classes("d", "D.class", "A.class"),
                jar(directory.resolve("b.jar"), "B.class", "C.class", "A.class"));
        assertThat(count.failed(1)).as("B and C; A is in a.jar").isEqualTo(2);
        assertThat(count.opens(1)).as("D.class itself").isEqualTo(1);
        assertThat(count.perAbsentName()).isEqualTo(1);
    }

    @Test
    void jarsAreOpenedUpToTheLastThatAClassComesFrom() throws IOException {
        SearchCount count = count(jar(directory.resolve("resources.jar"), "x"), jar(directory.resolve("a.jar"), "A.class"),
                jar(directory.resolve("hidden.jar"), "A.class"));
        assertThat(count.opens(0)).isEqualTo(1);
        assertThat(count.opens(1)).isEqualTo(1);
        assertThat(count.opens(2)).as("all its classes are found before").isZero();
    }

    @Test
    void aMissingJarIsLookedForOnceAndAMissingDirectoryForEachClass() throws IOException {
        Path a = jar(directory.resolve("a.jar"), Map.of("Class-Path", "absent.jar absent/"), "A.class");
        SearchCount count = count(a, jar(directory.resolve("b.jar"), "B.class", "C.class"));
        assertThat(count.failed(1)).isEqualTo(1);
        assertThat(count.failed(2)).isEqualTo(2);
        assertThat(count.opens(2)).isZero();
    }

    @Test
    void whatIsNoLoadableClassCountsNothing() throws IOException {
        SearchCount count = count(classes("d"), jar(directory.resolve("a.jar"), "module-info.class", "META-INF/A.class", "x"));
        assertThat(count.failed(0)).isZero();
        assertThat(count.opens(1)).isZero();
    }
}
