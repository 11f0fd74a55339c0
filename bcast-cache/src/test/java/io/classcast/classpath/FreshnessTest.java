package io.classcast.classpath;

import static org.assertj.core.api.Assertions.assertThat;

import io.classcast.image.EntryKind;
import io.classcast.image.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreshnessTest {
    @TempDir
    Path directory;

    private Image scan(Path entry, List<String> dynamic) throws IOException {
        Path store = Files.createTempDirectory(directory, "store");
        return Image.open(ClassPathScanner.scan(ClassPath.parse(entry.toString()), 1, ScanOptions.of(store, dynamic).withStamps()).index());
    }

    @Test
    void anEntryThatCouldNotBeLookedAtIsScannedAnew() throws IOException {
        Path loop = directory.resolve("loop.jar");
        Files.createSymbolicLink(loop, loop);
        Image image = scan(loop, List.of());
        assertThat(image.entry(0).kind()).isEqualTo(EntryKind.LIVE);
        assertThat(Freshness.isFresh(image, PathLook.begin(LaunchPath.ofUrls(List.of())))).isFalse();
    }

    @Test
    void aJarWhoseIndexMayHaveChangedIsScannedAnew() throws IOException {
        Path jar = TestJars.indexed(TestJars.jar(directory.resolve("a.jar"), null, "a"), "other.jar\na\n");
        Image image = scan(jar, List.of());
        assertThat(Freshness.isFresh(image, PathLook.begin(LaunchPath.ofUrls(List.of())))).isTrue();
        TestJars.indexed(jar, "another.jar\na\n");
        assertThat(Freshness.isFresh(image, PathLook.begin(LaunchPath.ofUrls(List.of())))).isFalse();
    }

    @Test
    void whatIsAlwaysLookedUpLiveStaysFresh() throws IOException {
        Path jar = TestJars.jar(directory.resolve("a.jar"), null, "a");
        assertThat(Freshness.isFresh(scan(jar, List.of(jar.toString())), PathLook.begin(LaunchPath.ofUrls(List.of())))).isTrue();
        Path circle = Files.createDirectory(directory.resolve("circle"));
        Files.createSymbolicLink(circle.resolve("current"), Path.of("."));
        Image image = scan(circle, List.of());
        assertThat(image.entry(0).kind()).isEqualTo(EntryKind.LIVE);
        assertThat(Freshness.isFresh(image, PathLook.begin(LaunchPath.ofUrls(List.of())))).isTrue();
    }
}
