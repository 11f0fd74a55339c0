package io.classcast.bench.workload;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes one entry of a class path: a jar, or a directory. The same content makes the same bytes, whatever the clock and the time zone. For one thread. */
interface EntryWriter extends AutoCloseable {
    /**
     * Adds a file; a name that is there already is an error.
     *
     * @param name in the entry, with slashes
     * @param bytes its content
     * @throws IOException if it cannot be written
     */
    void put(String name, byte[] bytes) throws IOException;

    @Override
    void close() throws IOException;

    /**
     * Writes a directory.
     *
     * @param directory made
     * @return the writer
     * @throws IOException if the directory cannot be made
     */
    static EntryWriter directory(Path directory) throws IOException {
        Files.createDirectories(directory);
        return new EntryWriter() {
            private final Set<Path> made = new HashSet<>();

            @Override
            public void put(String name, byte[] bytes) throws IOException {
                Path file = directory.resolve(name);
                if (made.add(file.getParent())) {
                    Files.createDirectories(file.getParent());
                }
                Files.write(file, bytes, StandardOpenOption.CREATE_NEW);
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }

    /**
     * Writes a jar, with an entry for each directory in it, as tools do.
     *
     * @param jar the file
     * @param manifest its manifest, which is its first file
     * @return the writer
     * @throws IOException if the file cannot be made
     */
    static EntryWriter jar(Path jar, byte[] manifest) throws IOException {
        // Not 1980-01-01: for that ZipEntry adds a second time stamp, which depends on the time zone.
        LocalDateTime time = LocalDateTime.of(1980, 2, 1, 0, 0);
        ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(jar)), StandardCharsets.UTF_8);
        EntryWriter writer = new EntryWriter() {
            private final Set<String> directories = new HashSet<>();

            @Override
            public void put(String name, byte[] bytes) throws IOException {
                for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
                    if (directories.add(name.substring(0, slash + 1))) {
                        next(name.substring(0, slash + 1));
                    }
                }
                next(name);
                zip.write(bytes);
            }

            private void next(String name) throws IOException {
                ZipEntry entry = new ZipEntry(name);
                entry.setTimeLocal(time);
                zip.putNextEntry(entry);
            }

            @Override
            public void close() throws IOException {
                zip.close();
            }
        };
        writer.put("META-INF/MANIFEST.MF", manifest);
        return writer;
    }

    /**
     * A manifest with nothing special in it.
     *
     * @param more further lines, each of which ends with a line feed
     * @return its bytes
     */
    static byte[] manifest(String more) {
        return ("Manifest-Version: 1.0\nCreated-By: startup-bench\n" + more + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
