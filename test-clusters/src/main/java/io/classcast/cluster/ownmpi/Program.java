package io.classcast.cluster.ownmpi;

import io.classcast.cluster.Command;
import io.classcast.cluster.JobSpec;
import io.classcast.cluster.Machine;
import io.classcast.cluster.SharedFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The program of the matrix (test-clusters/apps/ownmpi): its classes in jars and a directory of the shared file system, its C libraries
 * beside that, since no JVM reads them as part of a class path.
 */
final class Program {
    private static final int CLASSES = 40;
    private static final int PLACES = 4;
    private static final int FIRST_FOREIGN = 22;
    private static final int NEWEST = 25;

    private final Path build;
    private final Path libraries;
    private final Path mount;
    private final Starter.Library mpi;

    /** Builds it. */
    Program(Path workspace, SharedFileSystem shared, Starter.Library mpi) throws IOException {
        this.mpi = mpi;
        build = workspace.resolve("build");
        libraries = workspace.resolve("libraries");
        mount = shared.mount();
        Command.run(List.of("rm", "-rf", build.toString(), libraries.toString()), Map.of(), 60).orFail("rm");
        Files.createDirectories(libraries);
        Path app = Files.createDirectories(shared.source().resolve("app"));
        Path bindings = javac("bindings", 17, "");
        Path program = javac("program", 17, bindings.toString());
        Path foreign = javac("foreign", FIRST_FOREIGN, program.toString());
        Path generated = generated();
        jar(app.resolve("mpi.jar"), bindings, List.of("."));
        jar(app.resolve("program.jar"), program, List.of("."));
        jar(app.resolve("foreign.jar"), foreign, List.of("."));
        for (int p = 0; p < PLACES; p++) {
            String folder = "gen/p" + p;
            if (p == 0) {
                Path target = Files.createDirectories(app.resolve("classes/gen"));
                Command.run(List.of("cp", "-rT", generated.resolve(folder).toString(), target.resolve("p" + p).toString()), Map.of(), 60).orFail("cp");
            } else {
                jar(app.resolve("gen" + p + ".jar"), generated, List.of(folder));
            }
        }
        library("ownmpi", "ownmpi");
        library("ownmpi", "fortran", "-DFORTRAN", mpi.fortran);
        library("bindings", "mpi_java");
    }

    private Path javac(String folder, int release, String classPath) throws IOException {
        return javac(Machine.home().resolve("apps/ownmpi/" + folder), folder, release, classPath);
    }

    private Path javac(Path sources, String name, int release, String classPath) throws IOException {
        Path classes = Files.createDirectories(build.resolve(name));
        List<String> command = new ArrayList<>(List.of(Machine.jdk(release >= FIRST_FOREIGN ? NEWEST : 17) + "/bin/javac", "--release", Integer.toString(release),
                "-cp", classPath, "-d", classes.toString()));
        try (Stream<Path> files = Files.walk(sources)) {
            files.filter(f -> f.toString().endsWith(".java")).forEach(f -> command.add(f.toString()));
        }
        Command.run(command, Map.of(), 120).orFail("javac");
        return classes;
    }

    private Path generated() throws IOException {
        Path sources = build.resolve("gen-src");
        for (int k = 0; k < CLASSES; k++) {
            String name = "gen.p" + k * PLACES / CLASSES;
            Path file = sources.resolve(name.replace('.', '/') + "/C" + k + ".java");
            Files.createDirectories(file.getParent());
            Files.writeString(file, "package " + name + "; public class C" + k + " { public static int value() { return " + k * k + "; } }");
        }
        return javac(sources, "gen", 17, "");
    }

    private static void jar(Path jar, Path classes, List<String> members) {
        List<String> command = new ArrayList<>(List.of(Machine.jdk(17) + "/bin/jar", "-c", "-f", jar.toString()));
        members.forEach(member -> command.addAll(List.of("-C", classes.toString(), member)));
        Command.run(command, Map.of(), 60).orFail("jar");
    }

    private Path libraryOf(String name) {
        return libraries.resolve("lib" + name + ".so");
    }

    private void library(String source, String name, String... more) {
        String include = Machine.jdk(17) + "/include";
        List<String> command = new ArrayList<>(List.of(mpi.compiler(), "-O1", "-shared", "-fPIC", "-DMPI_LIBRARY=\"" + mpi.file + "\"", "-I" + include,
                "-I" + include + "/linux", "-o", libraryOf(name).toString(), Machine.home().resolve("apps/ownmpi/native/" + source + ".c").toString()));
        command.addAll(List.of(more));
        Command.run(command, Map.of(), 60).orFail(mpi.compiler());
    }

    /**
     * A job.
     *
     * @param kind what its ranks do
     * @param jdk home of its JDK
     * @param version of that JDK
     * @param ranks of the job
     * @param signs an empty directory that all hosts see
     * @param agent JVM options that come first
     */
    JobSpec job(Kind kind, Path jdk, int version, int ranks, Path signs, List<String> agent) {
        List<String> options = new ArrayList<>(agent);
        if (version >= FIRST_FOREIGN) {
            options.add("--enable-native-access=ALL-UNNAMED");
        }
        options.add("-Djava.library.path=" + libraries);
        List<String> places = new ArrayList<>(List.of("program.jar", "classes", "gen1.jar", "gen2.jar", "gen3.jar"));
        if (kind.way() == Way.JAR) {
            places.add(1, "mpi.jar");
        } else if (kind.way() == Way.FOREIGN) {
            places.add("foreign.jar");
        }
        String classPath = String.join(":", places.stream().map(place -> mount.resolve("app/" + place).toString()).toList());
        String library = kind.way() == Way.FOREIGN ? mpi.file : libraryOf(kind.way() == Way.FORTRAN ? "fortran" : "ownmpi").toString();
        return new JobSpec(jdk, ranks, options, classPath, "OwnMpi", List.of(kind.scenario(), Integer.toString(ranks), signs.toString(), kind.way().toString(), library));
    }
}
