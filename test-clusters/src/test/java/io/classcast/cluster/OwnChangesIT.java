package io.classcast.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A program that changes files which are served: what it does then it sees, as with plain Java, at once and by every API. */
class OwnChangesIT {
    private static final List<String> FILES = List.of("move", "atomic", "renameTo", "copy", "delete", "fileDelete", "away", "dot", "dotdot", "nioDot", "target", "linked",
            "stream", "append", "random", "channel", "async", "mapped", "hardLink", "symbolicLink", "secure", "twice", "ownLink", "chain", "chmod",
            "setReadable", "setReadOnly", "directory/of", "gone/with", "process", "untouched");
    private static final List<String> JARS = List.of("zipfs", "move", "atomic", "rename", "copy", "stream", "channel", "random", "process", "delete", "directory");

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void includedFilesThatItHasChangedAreReadWhereTheyLie(int jdk) throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace("own-files" + jdk));
        Fixtures.compile("plain", here.resolve("classes"));
        Path files = here.resolve("files");
        String agent = Fixtures.agent("engine=none,include=" + files);
        List<String> plain = changeFiles(jdk, here, files, "-Dnone");
        assertThat(plain).hasSize(FILES.size()).filteredOn(l -> l.contains("NEW")).hasSizeGreaterThan(15);
        assertThat(changeFiles(jdk, here, files, agent)).isEqualTo(plain);
        // Where another agent was there before, the JDK's classes are loaded already.
        Path other = Fixtures.agentJar(here, "Premain-Class: OpensBefore\n", "OpensBefore.class");
        assertThat(changeFiles(jdk, here, files, "-javaagent:" + other, agent)).isEqualTo(plain);
    }

    private static List<String> changeFiles(int jdk, Path here, Path files, String... options) throws IOException {
        Fixtures.empty(files);
        for (String name : FILES) {
            Path file = files.resolve(name + ".txt");
            Files.createDirectories(file.getParent());
            Files.writeString(file, "old " + name);
        }
        Files.createSymbolicLink(files.resolve("link.txt"), Path.of("target.txt"));
        Files.createSymbolicLink(files.resolve("here"), files);
        Files.delete(files.resolve("chain.txt"));
        Files.deleteIfExists(here.resolve("inner"));
        Files.writeString(files.resolve("innermost.txt"), "old chain");
        Files.createSymbolicLink(files.resolve("chain.txt"), Path.of("../inner"));
        Files.createSymbolicLink(here.resolve("inner"), Path.of("files/innermost.txt"));
        List<String> command = new ArrayList<>(List.of(options));
        command.addAll(List.of("-cp", here.resolve("classes").toString(), "ChangesFiles", files.toString()));
        return lines(jdk, command);
    }

    @ParameterizedTest
    @CsvSource({"17,broadcast,jars", "25,broadcast,jars", "17,app,jars", "25,app,jars", "17,broadcast,locations"})
    void itsClassPathIsWhatItHasMadeOfIt(int jdk, String loader, String mode) throws IOException {
        Path here = Fixtures.empty(Fixtures.workspace("own-class-path" + jdk + loader + mode));
        Fixtures.compile("plain", here.resolve("all"));
        Path application = here.resolve("application");
        jar(here.resolve("all/coming.jar"), "Late.class", Files.readAllBytes(here.resolve("all/Late.class")));
        List<String> plain = changeClassPath(jdk, here, application, "-Dnone");
        assertThat(plain).contains("late from file:" + application + "/made.jar", "other from file:" + application + "/classes/", "  JarFile: changed");
        // Included so that files are served before main.
        String agent = Fixtures.agent("engine=none,loader=" + loader + ",mode=" + mode + (mode.equals("jars") ? ",include=" + here.resolve("all/Late.class") : ""));
        assertThat(changeClassPath(jdk, here, application, agent)).isEqualTo(plain);
    }

    private static List<String> changeClassPath(int jdk, Path here, Path application, String option) throws IOException {
        Fixtures.empty(application);
        jar(application.resolve("application.jar"), "ChangesClassPath.class", Files.readAllBytes(here.resolve("all/ChangesClassPath.class")));
        StringBuilder classPath = new StringBuilder(application + "/application.jar:" + application + "/classes");
        Files.createDirectories(application.resolve("classes/pkg"));
        for (String name : List.of("state.txt", "gone.txt", "pkg/inner.txt")) {
            Files.writeString(application.resolve("classes").resolve(name), name);
        }
        Files.createDirectory(application.resolve("jars"));
        for (String way : JARS) {
            jar(application.resolve("jars/" + way + ".jar"), "note.txt", ("original " + way).getBytes());
            classPath.append(':').append(application).append("/jars/").append(way).append(".jar");
        }
        for (String element : List.of("made.jar", "made", "late.jar", "unread.jar", "madeLater.jar")) {
            classPath.append(':').append(application).append('/').append(element);
        }
        jar(application.resolve("late.jar"), "note.txt", "early".getBytes());
        jar(application.resolve("unread.jar"), "note.txt", "early".getBytes());
        return lines(jdk, List.of(option, "-cp", classPath.toString(), "ChangesClassPath", application.toString(), here.resolve("all").toString()));
    }

    private static void jar(Path jar, String name, byte[] bytes) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar); ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(bytes);
        }
        // JDKs take two jars with the same time and inode for the same.
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000_000_000L));
    }

    private static List<String> lines(int jdk, List<String> command) {
        Command.Result result = Fixtures.java(jdk, command.toArray(new String[0]));
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.err().lines().filter(l -> !l.contains("does not exist; it is skipped")).filter(l -> !l.contains(" served to 1 rank "))).isEmpty();
        return result.out().lines().toList();
    }
}
