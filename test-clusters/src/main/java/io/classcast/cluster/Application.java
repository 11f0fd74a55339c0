package io.classcast.cluster;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Applications for the cluster: compiled here, since MPJ Express is not in Maven Central, and put on the shared file system. */
public final class Application {
    private Application() {
    }

    /**
     * Compiles sources against MPJ Express.
     *
     * @param sources directory with .java files
     * @param libraries jars that they need
     * @param classes directory for the classes
     */
    public static void compile(Path sources, List<Path> libraries, Path classes) {
        try (Stream<Path> files = Files.walk(sources)) {
            Files.createDirectories(classes);
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            StringWriter messages = new StringWriter();
            String classPath = Stream.concat(Stream.of(MpjHome.make().resolve("lib/mpj.jar")), libraries.stream())
                    .map(Path::toString).collect(Collectors.joining(":"));
            try (var manager = compiler.getStandardFileManager(null, null, null)) {
                var units = manager.getJavaFileObjectsFromPaths(files.filter(f -> f.toString().endsWith(".java")).toList());
                List<String> options = List.of("-d", classes.toString(), "-cp", classPath, "--release", "17", "-nowarn");
                if (!compiler.getTask(messages, manager, null, options, null, units).call()) {
                    throw new IllegalStateException("cannot compile " + sources + "\n" + messages);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Installs the demo application, Apache Tika, on the shared file system.
     *
     * @param shared where
     * @return its class path, as the hosts see it
     */
    public static String installTika(SharedFileSystem shared) {
        Path app = Machine.home().resolve("apps/tika");
        Path lib = app.resolve("target/lib");
        if (!Files.isDirectory(lib)) {
            throw new IllegalStateException(lib + " is missing; run mvn -f test-clusters/apps/tika/pom.xml package");
        }
        try (Stream<Path> files = Files.list(lib)) {
            List<Path> jars = files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
            Path target = Files.createDirectories(shared.source().resolve("tika"));
            for (Path jar : jars) {
                Files.copy(jar, target.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
            Path classes = Machine.home().resolve("target/tika-classes");
            compile(app.resolve("src/main/java"), jars, classes);
            Command.run(List.of(System.getProperty("java.home") + "/bin/jar", "-c", "-f",
                    target.resolve("extract-text.jar").toString(), "-C", classes.toString(), "."), java.util.Map.of(), 60)
                    .orFail("jar");
            String mounted = shared.mount().resolve("tika").toString();
            return Stream.concat(Stream.of("extract-text.jar"), jars.stream().map(j -> j.getFileName().toString()))
                    .map(name -> mounted + "/" + name).collect(Collectors.joining(":"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
