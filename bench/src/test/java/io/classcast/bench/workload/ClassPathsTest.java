package io.classcast.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathsTest {
    @TempDir
    private Path folder;
    private Path first;
    private Path second;
    private Path directory;

    @BeforeEach
    void write() throws IOException {
        first = folder.resolve("same.jar");
        try (EntryWriter jar = EntryWriter.jar(first, EntryWriter.manifest("Sealed: true\n"))) {
            put(jar, "p/a.txt", "first");
            put(jar, "META-INF/services/p.S", "p.One");
            put(jar, "META-INF/SIGNER.SF", "signed");
        }
        directory = folder.resolve("classes");
        try (EntryWriter entry = EntryWriter.directory(directory)) {
            put(entry, "p/a.txt", "second");
            put(entry, "p/b.txt", "b");
            put(entry, "META-INF/services/p.S", "p.Two\n");
        }
        second = Files.createDirectory(folder.resolve("other")).resolve("same.jar");
        try (EntryWriter jar = EntryWriter.jar(second, EntryWriter.manifest("Multi-Release: true\n"))) {
            put(jar, "META-INF/versions/11/p/b.txt", "eleven");
            put(jar, "META-INF/services/p.S", "p.Three");
            put(jar, "META-INF/services/p.T", "p.Four");
        }
    }

    private static void put(EntryWriter entry, String name, String text) throws IOException {
        entry.put(name, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void inAFatJarTheFirstFileWinsAndServicesAreStrungTogether() throws IOException {
        Map<String, String> fat = content(ClassPaths.fatJar(List.of(first, directory, second), folder.resolve("fat.jar")));

        assertThat(fat).containsEntry("p/a.txt", "first").containsEntry("p/b.txt", "b").containsEntry("META-INF/versions/11/p/b.txt", "eleven")
                .containsEntry("META-INF/services/p.S", "p.One\np.Two\np.Three\n").containsEntry("META-INF/services/p.T", "p.Four\n")
                .doesNotContainKey("META-INF/SIGNER.SF");
        assertThat(fat.get("META-INF/MANIFEST.MF")).contains("Multi-Release: true").doesNotContain("Sealed");
        assertThat(fat.keySet()).startsWith("META-INF/", "META-INF/MANIFEST.MF").contains("p/");
    }

    @Test
    void aFatJarOfPlainJarsIsNotMultiRelease() throws IOException {
        assertThat(content(ClassPaths.fatJar(List.of(first), folder.resolve("fat.jar"))).get("META-INF/MANIFEST.MF")).doesNotContain("Multi-Release");
    }

    @Test
    void aDirectoryIsPackedAndJarsStayWhereTheyAre() throws IOException {
        List<Path> packed = ClassPaths.packed(List.of(first, directory, second), folder.resolve("packed dir"));

        assertThat(packed).hasSize(3).startsWith(first).endsWith(second);
        assertThat(content(packed.get(1))).containsEntry("p/a.txt", "second").containsEntry("p/b.txt", "b").containsEntry("META-INF/services/p.S", "p.Two\n");
    }

    @Test
    void jarsOfAnEarlierClassPathAreNotInAWildcard() throws IOException {
        Path wild = folder.resolve("wild");
        ClassPaths.wildcard(List.of(first, directory, second), wild);
        Files.createFile(wild.resolve("notes.txt"));
        ClassPaths.wildcard(List.of(second), wild);

        try (Stream<Path> files = Files.list(wild)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("0000-same.jar", "notes.txt");
        }
    }

    @Test
    void aWildcardHasAllEntriesAsJarsWithNamesOfTheirOwn() throws IOException {
        Path wild = ClassPaths.wildcard(List.of(first, directory, second), folder.resolve("wild"));
        // Twice is once.
        assertThat(ClassPaths.wildcard(List.of(first, directory, second), folder.resolve("wild"))).isEqualTo(wild);

        assertThat(wild).isEqualTo(folder.resolve("wild/*"));
        List<Path> jars = JarFolder.of(folder.resolve("wild")).jars();
        assertThat(jars.stream().map(jar -> jar.getFileName().toString())).containsExactly("0000-same.jar", "0001-classes.jar", "0002-same.jar");
        assertThat(jars.get(0)).hasSameBinaryContentAs(first);
        assertThat(jars.get(2)).hasSameBinaryContentAs(second);
        assertThat(content(jars.get(1))).containsEntry("p/b.txt", "b");
    }

    @Test
    void whatIsNoJarIsNamed() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.jar"), "no zip");
        assertThatThrownBy(() -> ClassPaths.fatJar(List.of(broken), folder.resolve("fat.jar"))).isInstanceOf(IOException.class).message()
                .startsWith(broken + " is no jar").hasLineCount(1);
    }

    private static Map<String, String> content(Path jar) throws IOException {
        Map<String, String> content = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                assertThat(content.put(entry.getName(), new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8))).isNull();
            }
        }
        return content;
    }
}
