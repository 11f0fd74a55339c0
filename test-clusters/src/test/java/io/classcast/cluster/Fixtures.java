package io.classcast.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** What the integration tests run. */
final class Fixtures {
    private Fixtures() {
    }

    static Path workspace(String test) {
        return Machine.home().resolve("target/it/" + test);
    }

    /** A directory of a workspace, emptied of what an earlier run of the tests left there. */
    static Path empty(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        return Files.createDirectories(directory);
    }

    /** Compiles the fixtures of a kind, plain or mpj. */
    static void compile(String kind, Path classes) {
        Application.compile(Machine.home().resolve("src/test/fixtures/" + kind), List.of(), classes);
    }

    /** Runs a JVM on this machine, without hosts. */
    static Command.Result java(int jdk, String... arguments) {
        List<String> command = new ArrayList<>(List.of(Machine.jdk(jdk).resolve("bin/java").toString()));
        command.addAll(List.of(arguments));
        return Command.run(command, Map.of(), 300);
    }

    static String agent(String options) {
        return "-javaagent:" + Machine.agent() + "=" + options;
    }

    /** A jar of an agent, agent.jar, of what was compiled to {@code root}/classes. */
    static Path agentJar(Path root, String attributes, String... members) throws IOException {
        Path jar = root.resolve("agent.jar");
        List<String> command = new ArrayList<>(List.of(Machine.jdk(17) + "/bin/jar", "-c", "-f", jar.toString(), "-m",
                Files.writeString(root.resolve("manifest"), attributes).toString()));
        for (String member : members) {
            command.addAll(List.of("-C", root.resolve("classes").toString(), member));
        }
        Command.run(command, Map.of(), 60).orFail("jar");
        return jar;
    }

    /** A jar of so many MiB that cannot be compressed. */
    static void bigJar(Path jar, int mib) throws IOException {
        byte[] bytes = new byte[mib << 20];
        new Random(mib).nextBytes(bytes);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.setLevel(0);
            zip.putNextEntry(new ZipEntry("large.bin"));
            zip.write(bytes);
        }
    }

    /** Generated classes, spread over directories in turn; gives the class path as seen below {@code seen}. */
    static String generate(Path root, Path seen, int classes, int each, int directories) throws IOException {
        Path sources = Files.createDirectories(root.resolve("generated-src"));
        StringBuilder classPath = new StringBuilder();
        for (int k = 0; k < classes; k++) {
            Path file = sources.resolve("gen/p" + k / each + "/C" + k + ".java");
            Files.createDirectories(file.getParent());
            Files.writeString(file, "package gen.p" + k / each + "; public class C" + k
                    + " { public static int value() { return " + k + "; } }");
        }
        Path all = root.resolve("generated-classes");
        Application.compile(sources, List.of(), all);
        for (int k = 0; k < classes; k++) {
            String name = "gen/p" + k / each + "/C" + k + ".class";
            Path target = root.resolve("exploded/d" + k % directories).resolve(name);
            Files.createDirectories(target.getParent());
            Files.move(all.resolve(name), target, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        for (int d = 0; d < directories; d++) {
            classPath.append(d == 0 ? "" : ":").append(seen.resolve("exploded/d" + d));
        }
        return classPath.toString();
    }

    /** Generated classes in jars, {@code lib/gN.jar} below a directory. */
    static void generateJars(Path root, int classes, int each, int jars) throws IOException {
        generate(root, root, classes, each, jars);
        Path lib = Files.createDirectories(root.resolve("lib"));
        for (int j = 0; j < jars; j++) {
            Path exploded = root.resolve("exploded/d" + j);
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(lib.resolve("g" + j + ".jar")));
                    Stream<Path> files = Files.walk(exploded)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    zip.putNextEntry(new ZipEntry(exploded.relativize(file).toString()));
                    Files.copy(file, zip);
                }
            }
        }
    }

    /** Native libraries n0, n1, … spread over directories in turn; gives the library path as seen below {@code seen}. */
    static String libraries(Path root, Path seen, int libraries, int directories) throws IOException {
        Files.createDirectories(root);
        Path source = Files.writeString(root.resolve("answer.c"), "int classcast_answer(void) { return 42; }\n");
        Path library = root.resolve("libn0.so");
        Command.run(List.of("gcc", "-shared", "-fPIC", "-o", library.toString(), source.toString()), Map.of(), 60).orFail("gcc");
        StringBuilder path = new StringBuilder();
        for (int d = 0; d < directories; d++) {
            Files.createDirectories(root.resolve("d" + d));
            path.append(d == 0 ? "" : ":").append(seen.resolve("d" + d));
        }
        for (int n = 0; n < libraries; n++) {
            Files.copy(library, root.resolve("d" + n % directories + "/libn" + n + ".so"));
        }
        return path.toString();
    }
}
