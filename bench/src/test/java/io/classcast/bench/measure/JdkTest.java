package io.classcast.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdkTest {
    @TempDir
    private Path folder;

    @Test
    void theRunningJdkIsFound() throws IOException {
        Jdk jdk = Jdk.find(Runtime.version().feature(), Path.of(System.getProperty("java.home"))).orElseThrow();
        assertThat(jdk.java()).isExecutable();
        assertThat(jdk.version().feature()).isEqualTo(Runtime.version().feature());
    }

    @Test
    void theNewestJdkThatFitsIsTaken() throws IOException {
        Path running = install("jdk-a", "17.0.2");
        install("jdk-b", "25.0.1");
        Path newest = install("jdk-c", "25.0.10");
        install("jdk-d", "25.0.9");

        assertThat(Jdk.find(25, running)).get().extracting(Jdk::home).isEqualTo(newest);
        assertThat(Jdk.find(17, running)).get().extracting(Jdk::home).isEqualTo(running);
        assertThat(Jdk.find(21, running)).isEmpty();
    }

    @Test
    void aRuntimeWithoutCompilerIsNotAJdk() throws IOException {
        Path running = install("jdk-a", "17.0.2");
        Files.delete(install("jre", "25.0.1").resolve("bin/javac"));
        assertThat(Jdk.find(25, running)).isEmpty();
    }

    private Path install(String name, String version) throws IOException {
        Path home = folder.toRealPath().resolve(name);
        Path javac = Files.createDirectories(home.resolve("bin")).resolve("javac");
        Files.createFile(javac);
        assertThat(javac.toFile().setExecutable(true)).isTrue();
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Somebody\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }
}
