package io.classcast.cluster.fault;

import io.classcast.cluster.Application;
import io.classcast.cluster.Machine;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The program of the matrix (test-clusters/apps/fault) and its class path: two directories and three jars, with every kind of entry
 * used in both halves of the run.
 */
final class Workload {
    static final int CLASSES = 48;
    private static final int PARTS = 4;
    private static final int DATA = 4 << 20;

    private final Path master;

    /** Compiles. */
    Workload(Path directory) throws IOException {
        master = directory;
        remove(directory);
        Path all = directory.resolveSibling(directory.getFileName() + "-classes");
        Path sources = directory.resolveSibling(directory.getFileName() + "-src");
        remove(all);
        Files.createDirectories(sources.resolve("gen"));
        for (int k = 0; k < CLASSES; k++) {
            Files.writeString(sources.resolve("gen/C" + k + ".java"),
                    "package gen; public class C" + k + " { public static int value() { return " + k * k + "; } }");
        }
        Application.compile(sources, List.of(), all);
        Application.compile(Machine.home().resolve("apps/fault"), List.of(), directory.resolve("main"));
        Files.createDirectories(directory.resolve("lib"));
        for (int part = 0; part < PARTS; part++) {
            if (part < 2) {
                Path classes = Files.createDirectories(directory.resolve("d" + part + "/gen"));
                for (int k = part; k < CLASSES; k += PARTS) {
                    Files.copy(all.resolve("gen/C" + k + ".class"), classes.resolve("C" + k + ".class"));
                }
            } else {
                try (ZipOutputStream zip = zip(directory.resolve("lib/g" + part + ".jar"))) {
                    for (int k = part; k < CLASSES; k += PARTS) {
                        add(zip, "gen/C" + k + ".class", Files.readAllBytes(all.resolve("gen/C" + k + ".class")));
                    }
                }
            }
        }
        try (ZipOutputStream zip = zip(directory.resolve("lib/data.jar"))) {
            byte[] bytes = new byte[DATA];
            new Random(1).nextBytes(bytes);
            add(zip, "data.bin", bytes);
        }
    }

    static ZipOutputStream zip(Path jar) throws IOException {
        // It writes headers byte by byte.
        ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(jar), 1 << 16));
        zip.setLevel(1);
        return zip;
    }

    static void add(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(bytes);
        zip.closeEntry();
    }

    /** Puts a fresh copy on the shared file system. */
    void install(Path source) throws IOException {
        Path target = source.resolve("app");
        remove(target);
        try (Stream<Path> files = Files.walk(master)) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(master.relativize(file).toString()));
            }
        }
    }

    static String classPath(Path mount) {
        return Stream.of("main", "d0", "d1", "lib/g2.jar", "lib/g3.jar", "lib/data.jar").map(e -> mount + "/app/" + e)
                .collect(java.util.stream.Collectors.joining(":"));
    }

    static void remove(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
