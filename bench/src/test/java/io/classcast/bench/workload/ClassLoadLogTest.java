package io.classcast.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassLoadLogTest {
    @TempDir
    private Path folder;

    @Test
    void classesOfTheJarsAreKeptInTheirOrderAndOnce() throws IOException {
        Path log = folder.resolve("log");
        Files.write(log, List.of(
                "java.lang.Object source: shared objects file",
                "com.sun.Something source: jrt:/jdk.compiler",
                "org.b.Second source: file:/lib/b.jar",
                "org.a.First$Inner source: file:/lib/a.jar",
                "org.b.Second$$Lambda$14/0x0000000800c03400 source: org.b.Second",
                "org.b.Second$$Lambda$15/0x0000000800c03800 source: file:/lib/b.jar",
                "Main source: file:/work/classes/",
                "org.c.Other source: file:/elsewhere/c.jar",
                "org.b.Second source: file:/lib/b.jar"));

        assertThat(ClassLoadLog.classes(log, new JarFolder(List.of(Path.of("/lib/a.jar"), Path.of("/lib/b.jar")))))
                .containsExactly("org.b.Second", "org.a.First$Inner");
    }
}
