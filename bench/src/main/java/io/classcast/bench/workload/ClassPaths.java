package io.classcast.bench.workload;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The same class path in other forms. What manifests name in {@code Class-Path} is not followed. Nothing of an entry is changed but its form; files with the
 * names of those that are written are replaced.
 */
public final class ClassPaths {
    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final String SERVICES = "META-INF/services/";

    private ClassPaths() {
    }

    /**
     * All entries in one jar, as shading tools make it: of files with the same name the first one stays, but files of services are strung together;
     * signatures and indexes are left out, and the manifest is a new one, which is multi-release where one of theirs is.
     *
     * @param classPath jars and directories
     * @param jar written
     * @return the jar
     * @throws IOException if an entry cannot be read, or the jar cannot be written
     */
    public static Path fatJar(List<Path> classPath, Path jar) throws IOException {
        boolean multiRelease = false;
        Map<String, String> services = new LinkedHashMap<>();
        for (Path entry : classPath) {
            multiRelease |= isMultiRelease(entry);
            read(entry, ClassPaths::isService, (name, bytes) -> {
                String text = new String(bytes, StandardCharsets.UTF_8);
                services.merge(name, text.endsWith("\n") ? text : text + "\n", String::concat);
            });
        }
        Set<String> written = new HashSet<>(Set.of(MANIFEST));
        Files.createDirectories(jar.toAbsolutePath().getParent());
        try (EntryWriter writer = EntryWriter.jar(jar, EntryWriter.manifest(multiRelease ? "Multi-Release: true\n" : ""))) {
            for (Map.Entry<String, String> service : services.entrySet()) {
                written.add(service.getKey());
                writer.put(service.getKey(), service.getValue().getBytes(StandardCharsets.UTF_8));
            }
            for (Path entry : classPath) {
                read(entry, name -> !isOfOneJar(name) && written.add(name), writer::put);
            }
        }
        return jar;
    }

    /**
     * All entries as jars of one directory, for {@code DIR/*}: jars are linked, or copied where they cannot be, and directories are packed. The JVM takes the
     * jars of a wildcard in an order of its own; their names start with numbers, in the order of the class path.
     *
     * @param classPath jars and directories
     * @param directory made if missing; jars of an earlier class path are removed from it
     * @return what stands for them on a class path: the directory, and an asterisk in it
     * @throws IOException if an entry cannot be read, or a jar cannot be written
     */
    public static Path wildcard(List<Path> classPath, Path directory) throws IOException {
        Files.createDirectories(directory);
        removeNumbered(directory);
        for (int i = 0; i < classPath.size(); i++) {
            Path entry = classPath.get(i);
            String name = entry.getFileName().toString();
            boolean packed = Files.isDirectory(entry);
            // The JVM takes names that end with .jar or .JAR only.
            Path jar = directory.resolve(String.format("%04d-%s%s", i, name, packed || !name.toLowerCase(Locale.ROOT).endsWith(".jar") ? ".jar" : ""));
            if (packed) {
                pack(entry, jar);
            } else {
                link(entry, jar);
            }
        }
        return directory.resolve("*");
    }

    /**
     * The class path with a jar for each directory, which archives of classes (AppCDS) want. Jars stay where they are.
     *
     * @param classPath jars and directories
     * @param directory takes the jars that are made; made if missing
     * @return jars, in the same order
     * @throws IOException if a directory cannot be read, or a jar cannot be written
     */
    public static List<Path> packed(List<Path> classPath, Path directory) throws IOException {
        Files.createDirectories(directory);
        List<Path> jars = new ArrayList<>();
        for (int i = 0; i < classPath.size(); i++) {
            Path entry = classPath.get(i);
            jars.add(Files.isDirectory(entry) ? pack(entry, directory.resolve(String.format("%04d-%s.jar", i, entry.getFileName()))) : entry);
        }
        return jars;
    }

    /**
     * A directory as a jar.
     *
     * @param directory with classes and resources
     * @param jar written
     * @return the jar
     * @throws IOException if the directory cannot be read, or the jar cannot be written
     */
    static Path pack(Path directory, Path jar) throws IOException {
        Path manifest = directory.resolve(MANIFEST);
        byte[] first = Files.isRegularFile(manifest) ? Files.readAllBytes(manifest) : EntryWriter.manifest("");
        try (EntryWriter writer = EntryWriter.jar(jar, first)) {
            read(directory, name -> !name.equals(MANIFEST), writer::put);
        }
        return jar;
    }

    private static void removeNumbered(Path directory) throws IOException {
        try (DirectoryStream<Path> earlier = Files.newDirectoryStream(directory, "[0-9][0-9][0-9][0-9]-*.{jar,JAR}")) {
            for (Path jar : earlier) {
                Files.delete(jar);
            }
        }
    }

    private static void link(Path jar, Path link) throws IOException {
        Files.deleteIfExists(link);
        try {
            Files.createLink(link, jar.toRealPath());
        } catch (IOException | UnsupportedOperationException e) {
            // Another file system, or one without hard links.
            Files.copy(jar, link, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private static boolean isService(String name) {
        return name.startsWith(SERVICES) && name.length() > SERVICES.length();
    }

    private static boolean isOfOneJar(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return upper.matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)") || upper.equals("META-INF/INDEX.LIST");
    }

    private static boolean isMultiRelease(Path entry) throws IOException {
        boolean[] is = new boolean[1];
        if (!Files.isDirectory(entry)) {
            read(entry, MANIFEST::equals, (name, bytes) ->
                    is[0] = "true".equalsIgnoreCase(new Manifest(new ByteArrayInputStream(bytes)).getMainAttributes().getValue(Attributes.Name.MULTI_RELEASE)));
        }
        return is[0];
    }

    @FunctionalInterface
    private interface Names {
        boolean wants(String name);
    }

    @FunctionalInterface
    private interface Taker {
        void take(String name, byte[] bytes) throws IOException;
    }

    /** Reads the files of an entry: those of a jar in its order, those of a directory by name. */
    private static void read(Path entry, Names names, Taker taker) throws IOException {
        if (Files.isDirectory(entry)) {
            List<Path> files;
            try (Stream<Path> all = Files.walk(entry, FileVisitOption.FOLLOW_LINKS)) {
                files = all.filter(Files::isRegularFile).sorted(Comparator.comparing(Path::toString)).toList();
            }
            for (Path file : files) {
                String name = entry.relativize(file).toString();
                if (names.wants(name)) {
                    taker.take(name, Files.readAllBytes(file));
                }
            }
            return;
        }
        try (ZipFile zip = new ZipFile(entry.toFile())) {
            Set<String> seen = new HashSet<>();
            for (ZipEntry file : zip.stream().toList()) {
                if (!file.isDirectory() && seen.add(file.getName()) && names.wants(file.getName())) {
                    try (var in = zip.getInputStream(file)) {
                        taker.take(file.getName(), in.readAllBytes());
                    }
                }
            }
        } catch (ZipException e) {
            throw new IOException(entry + " is no jar: " + e.getMessage(), e);
        }
    }
}
