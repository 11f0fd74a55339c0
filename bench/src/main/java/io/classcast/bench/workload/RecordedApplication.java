package io.classcast.bench.workload;

import io.classcast.bench.measure.JavaCommand;
import io.classcast.bench.measure.Jdk;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * A real application of a folder of bench: its class path in {@code target/lib}, its program in {@code src/main/java}. Compiled, run,
 * and listened to.
 *
 * @param kind which
 * @param folder with its pom.xml
 * @param inputs what it works on, its first arguments; the last one is a directory to write to
 */
public record RecordedApplication(Kind kind, Path folder, List<String> inputs) {
    private static final List<String> OPENED = List.of("java.lang", "java.lang.invoke", "java.lang.reflect", "java.io", "java.net", "java.nio", "java.util",
            "java.util.concurrent", "java.util.concurrent.atomic", "sun.nio.ch", "sun.nio.cs", "sun.security.action", "sun.util.calendar");

    /** The applications. */
    public enum Kind {
        /** Opens a Spark SQL session, asks it one question and ends: nearly all of it is start-up. */
        SESSION("session", "io.classcast.bench.session.SqlSession", "rows="),
        /** Extracts, indexes and counts the text of documents with Tika, Lucene and Hadoop: start-up, then work. */
        TEXT("classpath", "io.classcast.bench.application.TextPipeline", " words counted");

        private final String folder;
        private final String main;
        private final String result;

        Kind(String folder, String main, String result) {
            this.folder = folder;
            this.main = main;
            this.result = result;
        }

        /**
         * Its folder.
         *
         * @return name below bench
         */
        public String folder() {
            return folder;
        }

        /**
         * Its main class.
         *
         * @return binary name
         */
        public String main() {
            return main;
        }

        /**
         * Tells the line with the result from the others.
         *
         * @return a part of that line
         */
        public String result() {
            return result;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Its class path.
     *
     * @return the jars
     * @throws IOException if they cannot be listed
     */
    public JarFolder jars() throws IOException {
        return JarFolder.of(folder.resolve("target/lib"));
    }

    /**
     * What its JVM needs.
     *
     * @param output a directory that it may write to
     * @return options
     */
    public List<String> jvmOptions(String output) {
        if (kind == Kind.TEXT) {
            return List.of("-Djava.awt.headless=true", "-Djava.io.tmpdir=" + output, "-Dpdfbox.fontcache=" + output);
        }
        return Stream.concat(OPENED.stream().map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED"), Stream.of("-Djava.io.tmpdir=" + output)).toList();
    }

    /**
     * The arguments of its program.
     *
     * @param output a directory that it may write to
     * @return inputs, then the directory
     */
    public List<String> arguments(String output) {
        return Stream.concat(inputs.stream(), Stream.of(output)).toList();
    }

    /**
     * Runs it.
     *
     * @param jdk with this
     * @param work an empty directory
     * @return the classes that came out of the jars, in the order in which they were loaded
     * @throws IOException if it does not compile or run
     * @throws InterruptedException if the thread is interrupted
     */
    List<String> record(Jdk jdk, Path work) throws IOException, InterruptedException {
        JarFolder jars = jars();
        Path classes = Files.createDirectories(work.resolve("classes"));
        compile(jars.behind(classes), classes);
        Path log = work.resolve("class-load.log");
        String output = Files.createDirectories(work.resolve("output")).toString();
        List<String> command = new ArrayList<>(List.of("-Xlog:disable", "-Xlog:all=warning:stderr", "-Xlog:class+load:file=" + log + ":none"));
        command.addAll(jvmOptions(output));
        command.addAll(List.of("-cp", jars.behind(classes), kind.main()));
        command.addAll(arguments(output));
        new JavaCommand(jdk, command).run();
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
        Path sources = folder.resolve("src/main/java");
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
