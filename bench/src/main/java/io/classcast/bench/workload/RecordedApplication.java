package io.classcast.bench.workload;

import io.classcast.bench.measure.JavaCommand;
import io.classcast.bench.measure.Jdk;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** The application of bench/classpath: compiled, run on its documents, and listened to. */
public final class RecordedApplication {
    /** Main class: documents, a directory to write to. */
    public static final String MAIN = "io.classcast.bench.application.TextPipeline";

    private final Path sources;
    private final Path documents;

    /**
     * An application.
     *
     * @param sources its source folder
     * @param documents what it works on
     */
    public RecordedApplication(Path sources, Path documents) {
        this.sources = sources;
        this.documents = documents;
    }

    /**
     * Runs it.
     *
     * @param jdk with this
     * @param jars its class path
     * @param work an empty directory
     * @return the classes that came out of the jars, in the order in which they were loaded
     * @throws IOException if it does not compile or run
     * @throws InterruptedException if the thread is interrupted
     */
    List<String> record(Jdk jdk, JarFolder jars, Path work) throws IOException, InterruptedException {
        Path classes = Files.createDirectories(work.resolve("classes"));
        compile(jars.behind(classes), classes);
        Path log = work.resolve("class-load.log");
        Path output = Files.createDirectories(work.resolve("output"));
        new JavaCommand(jdk, List.of("-Xlog:disable", "-Xlog:all=warning:stderr", "-Xlog:class+load:file=" + log + ":none", "-Djava.awt.headless=true",
                "-Djava.io.tmpdir=" + output, "-Dpdfbox.fontcache=" + output, "-cp", jars.behind(classes), MAIN, documents.toString(),
                output.toString())).run();
        return ClassLoadLog.classes(log, jars);
    }

    /**
     * Compiles it.
     *
     * @param classPath its class path
     * @param target takes the classes
     * @throws IOException if it does not compile
     */
    public void compile(String classPath, Path target) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (var manager = compiler.getStandardFileManager(null, null, null); Stream<Path> files = Files.walk(sources)) {
            List<Path> units = files.filter(file -> file.toString().endsWith(".java")).sorted().collect(Collectors.toCollection(ArrayList::new));
            List<String> options = List.of("-d", target.toString(), "-cp", classPath, "--release", "17", "-proc:none", "-nowarn");
            if (!compiler.getTask(messages, manager, null, options, null, manager.getJavaFileObjectsFromPaths(units)).call()) {
                throw new IOException("cannot compile " + sources + "\n" + messages);
            }
        }
    }
}
