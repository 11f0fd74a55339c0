package io.classcast.bench.workload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** An empty directory that is gone after use, with all that was put into it. */
public final class Scratch implements AutoCloseable {
    private final Path path;

    /**
     * Makes the directory.
     *
     * @param parent made if missing
     * @param name start of its name
     * @throws IOException if it cannot be made
     */
    public Scratch(Path parent, String name) throws IOException {
        path = Files.createTempDirectory(Files.createDirectories(parent), name);
    }

    /**
     * The directory.
     *
     * @return its path
     */
    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(path)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : all) {
            Files.delete(file);
        }
    }
}
