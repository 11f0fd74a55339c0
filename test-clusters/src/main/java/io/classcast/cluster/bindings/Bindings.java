package io.classcast.cluster.bindings;

import io.classcast.cluster.Command;
import io.classcast.cluster.Machine;
import io.classcast.cluster.openjdk.DebianArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Open MPI's Java bindings, made from the sources of the installed version against the installed library and its headers (package libopenmpi-dev): only
 * ompi/mpi/java, without configure. Kept beside the Maven repository.
 *
 * @param jar mpi.jar
 * @param library directory of libmpi_java.so
 */
record Bindings(Path jar, Path library) {
    private static final int SECONDS = 600;

    /**
     * Makes them, where they are not there yet.
     *
     * @return where they are
     */
    static Bindings make() throws IOException {
        String version = run("dpkg-query", "-W", "-f", "${source:Upstream-Version}", "libopenmpi-dev");
        Path home = Path.of(System.getProperty("user.home"), ".m2", "classcast-bindings", "openmpi-" + version);
        Bindings made = new Bindings(home.resolve("mpi.jar"), home);
        if (!Files.exists(made.jar)) {
            Path source = new DebianArchive(home.resolve("archive")).source("openmpi", version);
            if (source == null) {
                throw new IllegalStateException("Debian's archive has no source of openmpi " + version);
            }
            run("tar", "-x", "-f", source.toString(), "-C", home.toString(), "--strip-components=1", "--wildcards", "*/ompi/mpi/java/*",
                    "*/ompi/mpi/fortran/base/*.h");
            compile(home);
        }
        return made;
    }

    /** The jar comes last: where it is, all is there. */
    private static void compile(Path home) throws IOException {
        Path sources = home.resolve("ompi/mpi/java");
        Path jdk = Machine.jdk(17);
        List<String> javac = new ArrayList<>(List.of(jdk + "/bin/javac", "-nowarn", "-Xlint:none", "-h", home.resolve("headers").toString(), "-d",
                home.resolve("classes").toString()));
        javac.addAll(files(sources.resolve("java"), ".java"));
        run(javac.toArray(new String[0]));
        String include = run("mpicc.openmpi", "--showme:incdirs").split(" ")[0];
        if (!Files.isDirectory(Path.of(include, "openmpi", "ompi"))) {
            include = Path.of(include).getParent().toString();
        }
        List<String> gcc = new ArrayList<>(List.of("mpicc.openmpi", "-w", "-O2", "-fPIC", "-shared", "-Wl,-z,defs", "-o", home.resolve("libmpi_java.so").toString(),
                "-DOMPI_LIBMPI_NAME=\"mpi\"", "-DOPAL_DYN_LIB_SUFFIX=\".so\""));
        if (System.getProperty("os.arch").equals("amd64")) {
            // As configure finds out; else a function is missing as soon as MPI has threads.
            gcc.add("-mcx16");
        }
        for (String directory : List.of(sources + "/c", home + "/headers", include, include + "/openmpi", include + "/openmpi/opal/include",
                include + "/openmpi/ompi/include", jdk + "/include", jdk + "/include/linux")) {
            gcc.add("-I" + directory);
        }
        // One header that the package has not.
        gcc.addAll(List.of("-idirafter", home.toString()));
        gcc.addAll(files(sources.resolve("c"), ".c"));
        gcc.addAll(List.of("-lopen-pal", "-ldl"));
        run(gcc.toArray(new String[0]));
        run(jdk + "/bin/jar", "-c", "-f", home.resolve("mpi.jar.part").toString(), "-C", home.resolve("classes").toString(), ".");
        Files.move(home.resolve("mpi.jar.part"), home.resolve("mpi.jar"));
    }

    private static List<String> files(Path directory, String end) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(Path::toString).filter(file -> file.endsWith(end)).sorted().toList();
        }
    }

    private static String run(String... command) {
        return Command.run(List.of(command), Map.of(), SECONDS).orFail(command[0]).out().trim();
    }
}
