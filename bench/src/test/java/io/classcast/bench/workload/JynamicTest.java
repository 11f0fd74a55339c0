package io.classcast.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JynamicTest {
    private static final String MIXED = "jars=6,directories=5,classes=400,resources=30,services=12,libraries=6,library-directories=3,misses=20";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"trivial-100", MIXED, MIXED + ",seed=2", "classes=1", "jars=1,classes=2,calls=1", "directories=3,classes=9,services=9",
        "jars=2,classes=12,services=10,calls=9", "jars=3,classes=300,calls=0,services=7,resources=3", "directories=2,classes=1,misses=600,resources=400",
        "jars=2,classes=20,class-bytes=60000"})
    void itRunsAndPrintsTheLineThatTheGeneratorExpects(String text) throws IOException, InterruptedException {
        Workload.Installed installed = Jynamic.of(text).install(folder.resolve("a b"));
        JynamicShape shape = JynamicShape.parse(text);

        assertThat(installed.result()).matches("jynamic: " + shape.classes() + " classes, " + shape.resources() + " resources, " + shape.services() + " services, "
                + shape.libraries() + " libraries, checksum [0-9a-f]+");
        assertThat(installed.classPath()).hasSize(shape.jars() + shape.directories());
        assertThat(installed.classPath().stream().filter(Files::isDirectory)).hasSize(shape.directories());
        assertThat(installed.libraryPath()).hasSize(shape.libraries() == 0 ? 0 : shape.libraryDirectories());
        Runs.assertRuns(installed, installed.classPath());
    }

    @Test
    void theChecksumKnowsTheBytesOfAResource() throws IOException, InterruptedException {
        Workload.Installed installed = Jynamic.of("classes=20,resources=3").install(folder);
        Path resource = installed.classPath().get(0).resolve(JynamicPlan.resourceName(1));
        Files.writeString(resource, "other");
        String line = Runs.out(installed, installed.classPath()).strip();

        assertThat(line).startsWith("jynamic: 20 classes, 3 resources, ").isNotEqualTo(installed.result());
    }

    @Test
    void withoutOneOfItsClassesItFails() throws IOException {
        Workload.Installed installed = Jynamic.of("classes=20").install(folder);
        Files.delete(installed.classPath().get(0).resolve(JynamicPlan.className(19) + ".class"));

        assertThatThrownBy(() -> Runs.out(installed, installed.classPath())).hasMessageContaining("NoClassDefFoundError");
    }

    @Test
    void theSameShapeMakesTheSameBytesAndAnotherSeedOthers() throws IOException {
        Jynamic.of(MIXED).install(folder.resolve("one"));
        Jynamic.of(MIXED).install(folder.resolve("two"));
        Jynamic.of(MIXED + ",seed=2").install(folder.resolve("other"));
        Map<String, Integer> one = Runs.files(folder.resolve("one"));

        assertThat(one).isEqualTo(Runs.files(folder.resolve("two"))).hasSizeGreaterThan(100);
        assertThat(one).isNotEqualTo(Runs.files(folder.resolve("other")));
    }

    @Test
    void theOrderOfLoadingIsTheSameInEachRun() throws IOException, InterruptedException {
        Workload.Installed installed = Jynamic.of(MIXED).install(folder.resolve("w"));
        List<String> first = loaded(installed, "first.log");

        assertThat(first).hasSizeGreaterThan(400).doesNotHaveDuplicates().isEqualTo(loaded(installed, "second.log"));
    }

    private List<String> loaded(Workload.Installed installed, String log) throws IOException, InterruptedException {
        Path file = folder.resolve(log);
        Runs.out(installed, installed.classPath(), "-Xlog:class+load:file=" + file + ":none");
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith("jynamic.")).map(line -> line.split(" ")[0]).toList();
        }
    }

    @Test
    void classesLieInAllEntriesAndHaveTheirSizeOnAverage() throws IOException {
        Workload.Installed installed = Jynamic.of("directories=10,classes=1000,class-bytes=2500").install(folder);

        long bytes = 0;
        for (Path entry : installed.classPath()) {
            try (Stream<Path> files = Files.walk(entry)) {
                List<Path> classes = files.filter(file -> file.getFileName().toString().startsWith("Class")).toList();
                assertThat(classes).hasSizeBetween(60, 140);
                for (Path file : classes) {
                    bytes += Files.size(file);
                }
            }
        }
        assertThat(bytes / 1000).isBetween(2300L, 2700L);
    }

    @Test
    void variantsOfTheClassPathRunTheSame() throws IOException, InterruptedException {
        Workload.Installed installed = Jynamic.of(MIXED).install(folder.resolve("w"));
        List<Path> packed = ClassPaths.packed(installed.classPath(), folder.resolve("packed"));

        assertThat(packed).hasSameSizeAs(installed.classPath()).allMatch(Files::isRegularFile);
        Runs.assertRuns(installed, packed);
        Runs.assertRuns(installed, List.of(ClassPaths.fatJar(installed.classPath(), folder.resolve("fat/all.jar"))));
        Runs.assertRuns(installed, List.of(ClassPaths.wildcard(installed.classPath(), folder.resolve("wild card"))));
    }

    @Test
    void withoutACompilerNativeLibrariesAreRefusedInOneLine() {
        Jynamic jynamic = new Jynamic(JynamicShape.parse("libraries=1"), "no-such-cc");
        assertThatThrownBy(() -> jynamic.install(folder)).isInstanceOf(IOException.class).message().contains("no-such-cc", "install gcc").hasLineCount(1);
    }

    @Test
    void factsSayHowMuchThereIsOnceItIsInstalled() throws IOException {
        Jynamic jynamic = Jynamic.of("jars=2,classes=20,seed=5");
        assertThat(jynamic.facts()).containsEntry("jars", 2L).containsEntry("seed", 5L).doesNotContainKey("bytes");
        Workload.Installed installed = jynamic.install(folder);
        assertThat(jynamic.facts()).containsEntry("files", 2L)
                .containsEntry("bytes", Files.size(installed.classPath().get(0)) + Files.size(installed.classPath().get(1)));
    }
}
