package io.classcast.bench.workload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A directory with the files of one workload, and a marker that says which. The marker is there, empty, before the first file is written, and complete after
 * the last one: a directory without it belongs to somebody else and is not touched.
 */
final class Installation {
    /** Name of the marker. */
    static final String MARKER = "workload.json";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path directory;
    private final Path marker;

    /** Files and bytes, apart from the marker. */
    record Size(long files, long bytes) {
    }

    /** What writes the files. */
    @FunctionalInterface
    interface Content {
        void write(Path directory) throws IOException;
    }

    private record Marker(Map<String, Object> facts, Size size) {
    }

    Installation(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
        marker = this.directory.resolve(MARKER);
    }

    /** Where the files are. */
    Path directory() {
        return directory;
    }

    /**
     * Writes the files, unless they are there.
     *
     * @param facts tell one workload from another
     * @param writer writes all of them
     * @return how much there is
     * @throws IOException if they cannot be written, or the directory holds something else
     */
    Size ensure(Map<String, Object> facts, Content writer) throws IOException {
        try {
            return written(facts, writer);
        } catch (FileSystemException e) {
            // Its message is the file, and often no more.
            throw new IOException("cannot install a workload in " + directory + ": " + e.getClass().getSimpleName() + ": " + e.getMessage(), e);
        }
    }

    private Size written(Map<String, Object> facts, Content writer) throws IOException {
        Files.createDirectories(directory);
        if (Files.exists(marker)) {
            Size there = there(facts);
            if (there != null) {
                return there;
            }
            clear();
        } else if (!isEmpty()) {
            throw new IOException(directory + " holds something that is no workload (there is no " + MARKER + " in it); name an empty directory, or a new one");
        }
        Files.write(marker, new byte[0]);
        writer.write(directory);
        Size size = size();
        Path complete = directory.resolve(MARKER + ".new");
        MAPPER.writeValue(complete.toFile(), new Marker(facts, size));
        Files.move(complete, marker, StandardCopyOption.ATOMIC_MOVE);
        return size;
    }

    private Size there(Map<String, Object> facts) throws IOException {
        JsonNode found;
        try {
            found = MAPPER.readTree(marker.toFile());
        } catch (JsonProcessingException e) {
            return null;
        }
        if (!MAPPER.writeValueAsString(found.path("facts")).equals(MAPPER.writeValueAsString(facts))) {
            return null;
        }
        Size size = size();
        return MAPPER.writeValueAsString(found.path("size")).equals(MAPPER.writeValueAsString(size)) ? size : null;
    }

    private boolean isEmpty() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }

    /** The marker goes last: while there is a file, it says that the file is ours. */
    private void clear() throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(directory)) {
            all = files.filter(file -> !file.equals(directory) && !file.equals(marker)).sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : all) {
            Files.delete(file);
        }
    }

    private Size size() throws IOException {
        long[] sums = new long[2];
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (!file.equals(marker)) {
                    sums[0]++;
                    sums[1] += attributes.size();
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return new Size(sums[0], sums[1]);
    }
}
