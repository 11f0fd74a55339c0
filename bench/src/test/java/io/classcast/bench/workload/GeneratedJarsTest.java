package io.classcast.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedJarsTest {
    @TempDir
    private Path folder;

    @Test
    void eachNumberHasOneName() throws IOException {
        JarFolder jars = GeneratedJars.make(folder, 4_500);

        assertThat(jars.jars()).hasSize(3);
        assertThat(jars.names()).isEqualTo(4_500);
        try (ZipFile last = new ZipFile(jars.jars().get(2).toFile())) {
            assertThat(last.getEntry(String.format(GeneratedJars.NAME, 4_499))).isNotNull();
        }
    }

    @Test
    void jarsAreWrittenOnce() throws IOException {
        Path jar = GeneratedJars.make(folder, 10).jars().get(0);
        var written = Files.getLastModifiedTime(jar);
        String fingerprint = JarFolder.of(jar.getParent()).fingerprint();

        assertThat(GeneratedJars.make(folder, 10).fingerprint()).isEqualTo(fingerprint);
        assertThat(Files.getLastModifiedTime(jar)).isEqualTo(written);
    }
}
