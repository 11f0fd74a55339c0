package io.classcast.bench.workload;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** Entries of a class path, or directories of libraries, that are copied into one directory under their own names. */
final class Copies {
    private final List<Path> sources;

    Copies(List<Path> sources) {
        this.sources = sources.stream().map(source -> source.toAbsolutePath().normalize()).toList();
    }

    List<Path> sources() {
        return sources;
    }

    /** Their places, in the same order; of two with the same name the later one gets a number. */
    List<Path> in(Path directory) {
        Set<String> taken = new HashSet<>();
        List<Path> places = new ArrayList<>();
        for (Path source : sources) {
            String name = source.getFileName().toString();
            String free = name;
            for (int number = 2; !taken.add(free); number++) {
                int dot = name.endsWith(".jar") ? name.length() - ".jar".length() : name.length();
                free = name.substring(0, dot) + "-" + number + name.substring(dot);
            }
            places.add(directory.resolve(free));
        }
        return places;
    }

    /** Copies all of them, times included. */
    void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        List<Path> places = in(directory);
        for (int i = 0; i < sources.size(); i++) {
            Path source = sources.get(i);
            for (Path file : files(source)) {
                // The empty path, where the entry is a file, would make a name of its own.
                Path target = file.equals(source) ? places.get(i) : places.get(i).resolve(source.relativize(file));
                Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /** Tells one state of them from another, by names, sizes and times. */
    long fingerprint() throws IOException {
        CRC32 crc = new CRC32();
        for (Path source : sources) {
            for (Path file : files(source)) {
                String size = Files.isDirectory(file) ? "directory" : Files.size(file) + " " + Files.getLastModifiedTime(file).toMillis();
                crc.update((file + " " + size + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        return crc.getValue();
    }

    /** An entry with all that is in it; directories come before what is in them. */
    private static List<Path> files(Path source) throws IOException {
        if (!Files.exists(source)) {
            throw new IOException(source + " is not there; name jars and directories that are");
        }
        try (Stream<Path> all = Files.walk(source, FileVisitOption.FOLLOW_LINKS)) {
            return all.sorted().toList();
        }
    }
}
