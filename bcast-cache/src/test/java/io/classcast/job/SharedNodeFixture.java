package io.classcast.job;

import io.classcast.classpath.ClassPath;
import io.classcast.classpath.FurtherFiles;
import io.classcast.classpath.LaunchPath;
import io.classcast.classpath.LauncherEntries;
import io.classcast.store.StoreBase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A small class path, and JVMs without MPI that share its store; each is a thread's call here. */
abstract class SharedNodeFixture {
    @TempDir
    Path directory;
    Path jar;
    Path classes;
    Path store;

    @BeforeEach
    void makeClassPath() throws IOException {
        store = Files.createDirectory(directory.resolve("store"));
        jar = directory.resolve("a.jar");
        writeJar("one");
        classes = Files.createDirectories(directory.resolve("classes/p"));
        Files.writeString(classes.resolve("B.class"), "BBBB");
    }

    void writeJar(String text) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("a.txt"));
            zip.write(text.getBytes());
        }
    }

    ServedJob serve() {
        return serve((Path) null);
    }

    ServedJob serve(Path profile) {
        List<String> urls = ClassPath.parse(jar + ":" + directory.resolve("classes") + ":" + directory.resolve("none.jar"));
        return serve(LaunchPath.ofUrls(urls), profile);
    }

    ServedJob serve(String text) {
        return serve(LaunchPath.ofText(text), null);
    }

    ServedJob serve(LaunchPath path, Path profile) {
        return new SharedNode(config(path, profile), new Phases(), new Pulse()).serve();
    }

    JobConfig config(LaunchPath path, Path profile) {
        return new JobConfig(path, false, store.toString(), List.of(), 20_000, LauncherEntries.NONE, false, null,
                profile == null ? null : profile.toString(), FurtherFiles.NONE, "1");
    }

    static Path storeOf(ServedJob job) {
        return job.store().directory();
    }

    List<String> stores() throws IOException {
        try (var files = Files.list(StoreBase.choose(store.toString()).directory())) {
            return files.filter(Files::isDirectory).map(f -> f.getFileName().toString()).toList();
        }
    }
}
