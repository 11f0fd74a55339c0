package io.classcast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command line that {@code bcastjar run --staged} gives java: the script runs, and a script in the place of java prints it. */
@Timeout(60)
class StagedRunTest {
    @TempDir
    Path temporary;
    private Path directory;
    private Path staged;
    private Path java;
    private String err;

    @BeforeEach
    void makesAStagedDirectory() throws IOException {
        directory = temporary.toRealPath();
        staged = directory.resolve("to");
        java = Files.createDirectories(directory.resolve("echo")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectories(staged.resolve(".classcast"));
        Files.writeString(staged.resolve(".classcast/places"), "");
    }

    private Path stage(Path file) throws IOException {
        Path copy = staged.resolve("classpath" + file);
        Files.createDirectories(copy.getParent());
        return Files.exists(copy) ? copy : Files.createFile(copy);
    }

    private Path file(String name) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.createFile(file);
    }

    /** Lines that java got. */
    private List<String> run(String at, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of("bin/bcastjar").toAbsolutePath().toString(), "run", "--staged"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.resolve(at).toFile());
        builder.environment().keySet().removeAll(List.of("CLASSPATH", "JDK_JAVA_OPTIONS"));
        builder.environment().putAll(environment);
        Path errors = directory.resolve("errors");
        Process process = builder.redirectError(errors.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        err = Files.readString(errors);
        return out.lines().toList();
    }

    /** The class path that java got. */
    private String classPath(String at, String element) throws IOException {
        List<String> lines = run(at, Map.of("PWD", directory.resolve(at).toString()), staged.toString(), "--", java.toString(), "-cp", element, "Main");
        return lines.get(lines.indexOf("-cp") + 1);
    }

    @Test
    void whatStandsBeforeTwoDotsMayBeALink() throws IOException {
        Path wrong = stage(file("x/lib/app.jar"));
        Path right = file("other/lib/app.jar");
        Files.createDirectories(directory.resolve("other/dir"));
        Files.createSymbolicLink(directory.resolve("x/link"), Path.of("../other/dir"));
        assertThat(classPath("x", "link/../lib/app.jar")).isEqualTo("link/../lib/app.jar");
        assertThat(err).contains("link/../lib/app.jar is not staged");
        Path copy = stage(right);
        assertThat(classPath("x", "link/../lib/app.jar:lib/../lib/app.jar:link/../lib/*")).isEqualTo(copy + ":" + wrong + ":" + copy.getParent() + "/*");
        assertThat(err).isEmpty();
        assertThat(classPath("x", "gone/../lib/app.jar")).as("as the kernel, and java, has it").isEqualTo("gone/../lib/app.jar");
    }

    @Test
    void relativeElementsAreFoundWhereverALinkLeadsToTheWorkingDirectory() throws IOException {
        Path copy = stage(file("real/app.jar"));
        Files.createSymbolicLink(directory.resolve("alias"), Path.of("real"));
        assertThat(classPath("alias", "app.jar:./app.jar:.//./app.jar")).isEqualTo(copy + ":" + copy + ":" + copy);
    }

    @Test
    void relativeElementsStayWhereJavaHasAnotherUserDir() throws IOException {
        Path copy = stage(file("x/app.jar"));
        String path = "app.jar:" + directory + "/x/app.jar:lib/*:.";
        String other = "-Duser.dir=" + directory;
        Files.writeString(directory.resolve("x/options"), other);
        for (String variable : List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "NONE")) {
            String[] given = variable.equals("NONE") ? new String[] {other} : new String[0];
            List<String> command = new ArrayList<>(List.of(staged.toString(), "--", java.toString()));
            command.addAll(List.of(given));
            command.addAll(List.of("-cp", path, "Main"));
            List<String> lines = run("x", Map.of(variable, other), command.toArray(new String[0]));
            assertThat(lines.get(lines.indexOf("-cp") + 1)).as(variable).isEqualTo("app.jar:" + copy + ":lib/*:.");
            assertThat(err).as(variable).hasLineCount(1).contains("another user.dir: relative elements are used from where they are");
        }
        List<String> lines = run("x", Map.of(), staged.toString(), "--", java.toString(), "-cp", "app.jar", "@options", "Main");
        assertThat(lines.get(lines.indexOf("-cp") + 1)).isEqualTo("app.jar");
        assertThat(run("x", Map.of(), staged.toString(), "--", java.toString(), "-p", "app.jar", other, "-m", "m/Main"))
                .containsSubsequence("-p", "app.jar", other, "-m", "m/Main");
        assertThat(err).contains("nothing staged is used");
        assertThat(run("x", Map.of(), staged.toString(), "--", java.toString(), "-cp", "app.jar", "Main", other)).contains(copy.toString());
    }

    @Test
    void anElementAfterTheFirstMayBeginWithAHyphen() throws IOException {
        Path first = stage(file("x/app.jar"));
        Path second = stage(file("x/-n/b.jar"));
        assertThat(classPath("x", "app.jar:-n/b.jar")).isEqualTo(first + ":" + second);
        assertThat(err).isEmpty();
    }

    @Test
    void aDirectoryThatOnlyLeadsToStagedFilesIsNotTheirCopy() throws IOException {
        Path copy = stage(file("x/lib/app.jar"));
        Path classes = stage(file("x/classes/A.class")).getParent();
        Files.writeString(staged.resolve(".classcast/places"), directory + "/x/lib/app.jar\tclasspath" + directory + "/x/lib/app.jar\n" + directory
                + "/x/classes\tclasspath" + directory + "/x/classes\n" + directory + "/y\ty\n");
        Files.createFile(Files.createDirectories(staged.resolve("y/z")).resolve("b.jar"));
        assertThat(classPath("x", ".:lib:lib/*:classes:classes/p:" + directory + "/y/z/b.jar"))
                .isEqualTo(".:lib:" + copy.getParent() + "/*:" + classes + ":classes/p:" + staged + "/y/z/b.jar");
    }

    @Test
    void cdpathDoesNotMatter() throws IOException {
        Path copy = stage(file("x/app.jar"));
        List<String> lines = run("", Map.of("CDPATH", ".:/tmp", "user", "nobody", "above", "x"), "to", "--", java.toString(), "-cp", "x/app.jar", "Main");
        assertThat(lines).containsSubsequence("-cp", copy.toString(), "Main");
        assertThat(err).isEmpty();
    }

    @Test
    void theUsersOwnLinkToTheDirectoryIsFollowed() throws IOException {
        Path copy = stage(file("x/app.jar"));
        Files.createSymbolicLink(directory.resolve("one"), directory.resolve("two"));
        Files.createSymbolicLink(directory.resolve("two"), Path.of("x/../to"));
        assertThat(run("", Map.of(), "one/.", "--", java.toString(), "-cp", "x/app.jar", "Main")).containsSubsequence("-cp", copy.toString());
    }

    @Test
    void nothingIsUsedThatOthersCanChange() throws IOException {
        Path app = file("x/app.jar");
        Path copy = stage(app);
        Path deep = stage(file("x/classes/p/A.class"));
        for (Path open : List.of(copy.getParent(), deep.getParent(), staged.resolve("classpath"), copy)) {
            int mode = (int) Files.getAttribute(open, "unix:mode");
            Files.setAttribute(open, "unix:mode", mode | 01002);
            assertThat(classPath("", "x/app.jar")).isEqualTo("x/app.jar");
            assertThat(err).contains(open + " can be written to by others, so nothing in " + staged + "/classpath is used; remove it and stage anew");
            Files.setAttribute(open, "unix:mode", mode);
        }
        assertThat(classPath("", "x/app.jar:" + app)).isEqualTo(copy + ":" + copy);
        for (Path open : List.of(staged, staged.resolve(".classcast"), directory, staged.resolve(".classcast/places"))) {
            int mode = (int) Files.getAttribute(open, "unix:mode");
            Files.setAttribute(open, "unix:mode", mode | 02);
            assertThat(run("", Map.of(), "to", "--", java.toString(), "-cp", "x/app.jar", "Main")).isEmpty();
            assertThat(err).contains(open + " can be written to by others").contains("stage it anew").hasLineCount(1);
            Files.setAttribute(open, "unix:mode", mode);
        }
    }

    @Test
    void ofAJdkThatOthersCanChangeNothingIsStarted() throws IOException {
        stage(file("x/app.jar"));
        Path bin = Files.createDirectories(staged.resolve("jdk/bin"));
        Files.copy(java, bin.resolve("java"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(staged.resolve(".classcast/java-home"), "/some/jdk\n");
        Map<String, String> path = Map.of("PATH", java.getParent() + ":" + System.getenv("PATH"));
        Files.writeString(bin.resolve("java"), "#!/bin/sh\necho staged\n");
        assertThat(run("", path, "to", "--", "java", "-cp", "x/app.jar", "Main")).containsExactly("staged");
        Files.setAttribute(bin, "unix:mode", 0777);
        assertThat(run("", path, "to", "--", "java", "-cp", "x/app.jar", "Main")).contains("Main");
        assertThat(err).contains("to/jdk/bin can be written to by others");
    }

    @Test
    void aLongClassPathIsFoundWithoutAToolOfThePath() throws IOException {
        StringBuilder long300 = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            stage(file("x/lib/j" + i + ".jar"));
            long300.append(i == 0 ? "" : ":").append("../x/lib/j").append(i).append(".jar");
        }
        Path counting = Files.createDirectories(directory.resolve("counting"));
        for (String tool : List.of("find", "stat", "readlink", "sed", "id", "cat")) {
            Path wrapper = counting.resolve(tool);
            Files.writeString(wrapper, "#!/bin/sh\necho " + tool + " >> " + directory + "/started\nPATH=" + System.getenv("PATH")
                    + "\nexec " + tool + " \"$@\"\n");
            Files.setPosixFilePermissions(wrapper, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Map<String, String> environment = Map.of("PATH", counting + ":" + System.getenv("PATH"));
        List<String> lines = run("echo", environment, "../to", "--", java.toString(), "-cp", long300.toString(), "Main");
        assertThat(lines.get(lines.indexOf("-cp") + 1)).contains("/classpath/").doesNotContain("..");
        // symbols.sh looks for the JDK's home.
        assertThat(Files.readAllLines(directory.resolve("started"))).containsExactly("readlink");
    }
}
