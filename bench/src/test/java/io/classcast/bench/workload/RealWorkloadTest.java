package io.classcast.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classcast.bench.workload.RecordedApplication.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealWorkloadTest {
    @TempDir
    private Path folder;

    private Workload.Installed program(String spec) throws IOException {
        return Jynamic.of(spec).install(folder.resolve("program"));
    }

    @Test
    void aCopyRunsWithoutTheOriginal() throws IOException, InterruptedException {
        Workload.Installed program = program("jars=3,directories=2,classes=60,resources=5,libraries=3,library-directories=2");
        Workload workload = RealWorkload.of("copy", program);
        Workload.Installed installed = workload.install(folder.resolve("in stalled"));
        Files.move(folder.resolve("program"), folder.resolve("gone"));

        assertThat(installed.classPath()).hasSize(5).allMatch(entry -> entry.startsWith(folder.resolve("in stalled")));
        assertThat(installed.classPath().stream().map(Path::getFileName)).isEqualTo(program.classPath().stream().map(Path::getFileName).toList());
        assertThat(workload.facts()).containsEntry("main", "jynamic.Main").containsKeys("files", "bytes");
        Runs.assertRuns(installed, installed.classPath());
    }

    @Test
    void entriesOfTheSameNameAreKeptApartInTheirOrder() throws IOException {
        List<Path> entries = Stream.of("a/x.jar", "b/x.jar", "a/classes", "b/classes", "c/x-2.jar").map(folder::resolve).toList();
        for (Path entry : entries) {
            Path file = entry.toString().endsWith(".jar") ? entry : entry.resolve("f");
            Files.createDirectories(file.getParent());
            Files.writeString(file, entry.toString());
        }
        Workload.Installed installed = RealWorkload.of("names", new Workload.Installed(entries, List.of(), "M", List.of("x"), List.of("-Dy"), "r"))
                .install(folder.resolve("installed"));

        assertThat(installed.classPath().stream().map(path -> path.getFileName().toString()))
                .containsExactly("x.jar", "x-2.jar", "classes", "classes-2", "x-2-2.jar");
        for (int i = 0; i < entries.size(); i++) {
            Path copy = installed.classPath().get(i);
            assertThat(Files.isDirectory(copy) ? copy.resolve("f") : copy).hasContent(entries.get(i).toString());
        }
        assertThat(installed.commandLine(List.of(Path.of("/p"), Path.of("/q")), "/o")).containsExactly("-Dy", "-cp", "/p:/q", "M", "x");
    }

    @Test
    void theClassesOfAListAreLoadedAndNotInitialised() throws IOException, InterruptedException {
        Workload.Installed program = program("jars=4,classes=60,libraries=60");
        List<String> names = IntStream.range(0, 60).mapToObj(number -> JynamicPlan.className(number).replace('/', '.')).toList();
        Workload.Installed installed = RealWorkload.loading("list", program.classPath(), List.of(), names).install(folder.resolve("list"));

        assertThat(installed.classPath()).hasSize(5);
        assertThat(installed.result()).isEqualTo("loaded: 60 classes");
        Runs.assertRuns(installed, installed.classPath());
        Path withoutOne = ClassPaths.fatJar(installed.classPath().subList(0, 2), folder.resolve("part.jar"));
        assertThatThrownBy(() -> Runs.out(installed, List.of(withoutOne))).hasMessageContaining("ClassNotFoundException");
    }

    @Test
    void aChangedJarIsCopiedAgainAndAnUnchangedOneIsNot() throws IOException {
        Path jar = Files.writeString(folder.resolve("x.jar"), "one");
        Workload workload = RealWorkload.of("changes", new Workload.Installed(List.of(jar), List.of(), "M", List.of(), List.of(), "r"));
        Path copy = workload.install(folder.resolve("i")).classPath().get(0);
        Object key = Files.readAttributes(copy, "unix:ino").get("ino");
        workload.install(folder.resolve("i"));
        assertThat(Files.readAttributes(copy, "unix:ino")).containsEntry("ino", key);

        Files.writeString(jar, "two");
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000_000_000L));
        workload.install(folder.resolve("i"));
        assertThat(copy).hasContent("two");
    }

    @Test
    void anEntryThatIsNotThereIsNamed() {
        Workload workload = RealWorkload.of("lost", new Workload.Installed(List.of(folder.resolve("lost.jar")), List.of(), "M", List.of(), List.of(), "r"));
        assertThatThrownBy(() -> workload.install(folder.resolve("i"))).isInstanceOf(IOException.class).message().contains("lost.jar is not there").hasLineCount(1);
    }

    @Test
    void aRecordedApplicationIsCompiledAndRuns() throws IOException, InterruptedException {
        Path application = folder.resolve("session");
        Files.createDirectories(application.resolve("target/lib"));
        ClassPaths.fatJar(program("classes=5").classPath(), application.resolve("target/lib/program.jar"));
        Path source = application.resolve("src/main/java/io/classcast/bench/session/SqlSession.java");
        Files.createDirectories(source.getParent());
        Files.writeString(source, """
                package io.classcast.bench.session;
                public class SqlSession {
                    public static void main(String[] args) {
                        System.out.println("rows=7 " + jynamic.p0000.Class000004.run() + " " + args[0] + System.getProperty("java.io.tmpdir"));
                    }
                }
                """);
        Workload workload = RealWorkload.of(new RecordedApplication(Kind.SESSION, application, List.of()));
        Workload.Installed installed = workload.install(folder.resolve("i"));

        assertThat(workload.name()).isEqualTo("session");
        assertThat(installed.classPath().stream().map(path -> path.getFileName().toString())).containsExactly("program.jar", "program.jar");
        String tmp = System.getProperty("java.io.tmpdir");
        assertThat(Runs.out(installed, installed.classPath())).contains(installed.result()).matches("rows=7 -?\\d+ " + tmp + tmp + "\n");
    }
}
