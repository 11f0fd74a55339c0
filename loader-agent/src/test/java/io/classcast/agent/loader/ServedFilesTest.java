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

/** A jar that is named through two links, {@code application/outer} to {@code inner} to {@code one}. */
class ServedFilesTest {
    @TempDir
    Path here;
    private Path store;
    private Path named;

    @BeforeEach
    void aJarBehindLinks() throws IOException {
        here = here.toRealPath();
        store = Files.createDirectory(here.resolve("store"));
        Files.createDirectory(here.resolve("one"));
        try (OutputStream file = Files.newOutputStream(here.resolve("one/a.jar")); ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry("a.txt"));
        }
        Files.createDirectory(here.resolve("links"));
        Files.createSymbolicLink(here.resolve("links/inner"), Path.of("../one"));
        Files.createDirectory(here.resolve("application"));
        Files.createSymbolicLink(here.resolve("application/outer"), Path.of("../links/inner"));
        named = here.resolve("application/outer/a.jar");
    }

    private ServedFiles served() throws IOException {
        String url = here.resolve("one/a.jar").toUri().toURL().toString();
        ClassPathScan scan = ClassPathScanner.scan(List.of(url), 0, ScanOptions.of(store, List.of()));
        byte[] index = new byte[scan.index().remaining()];
        scan.index().get(index);
        Files.write(store.resolve("index"), index);
        return new ServedFiles(StoredImage.open(store), List.of(named.toString()), List.of(url));
    }

    @Test
    void whoTurnsALinkOnTheWayElsewhereHasChangedWhatLiesBehindIt() throws IOException {
        ServedFiles files = served();
        assertThat(files.copyOf(named.toString())).isNotNull();
        Files.delete(here.resolve("links/inner"));
        files.changed(here.resolve("links/inner").toString(), true);
        Files.createSymbolicLink(here.resolve("links/inner"), Path.of("../store"));
        files.changed(here.resolve("links/inner").toString(), true);
        assertThat(files.copyOf(named.toString())).isNull();
    }

    @Test
    void aDirectoryThatHasALinkOnTheWayCountsToo() throws IOException {
        ServedFiles files = served();
        // The links on the way are followed when the program has made one itself.
        Path own = Files.createSymbolicLink(here.resolve("own"), Path.of("links"));
        files.changed(own.toString(), true);
        Files.move(here.resolve("links"), here.resolve("moved"));
        files.changed(here.resolve("links").toString(), true);
        assertThat(files.copyOf(named.toString())).isNull();
    }

    @Test
    void whatLiesBesideTheLinksDoesNot() throws IOException {
        ServedFiles files = served();
        files.changed(here.resolve("links/other").toString(), true);
        files.changed(here.resolve("application/other").toString(), true);
        files.changed(here.resolve("links").toString(), false);
        assertThat(files.copyOf(named.toString())).isNotNull();
        Files.delete(here.resolve("links/inner"));
        Files.createSymbolicLink(here.resolve("links/inner"), Path.of("../store"));
        files.changed(here.resolve("links/inner").toString(), true);
        assertThat(files.copyOf(named.toString())).isNull();
    }
}
