package io.classcast.bench.workload;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipFile;

/**
 * A class path that is a folder of jars, in the order of their names.
 *
 * @param jars absolute paths
 */
public record JarFolder(List<Path> jars) {
    /**
     * Lists a folder.
     *
     * @param folder with jars in it
     * @return its jars
     * @throws IOException if the folder cannot be read
     */
    public static JarFolder of(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return new JarFolder(files.filter(file -> file.toString().endsWith(".jar")).sorted().toList());
        }
    }

    /**
     * The class path.
     *
     * @param first what comes before the jars
     * @return paths, as for the option -cp
     */
    public String behind(Path first) {
        return Stream.concat(Stream.of(first), jars.stream()).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /**
     * Size of all jars.
     *
     * @return bytes
     * @throws IOException if a jar is gone
     */
    public long bytes() throws IOException {
        long bytes = 0;
        for (Path jar : jars) {
            bytes += Files.size(jar);
        }
        return bytes;
    }

    /**
     * How many entries the jars have, directories among them.
     *
     * @return names
     * @throws IOException if a jar cannot be read
     */
    public long names() throws IOException {
        long names = 0;
        for (Path jar : jars) {
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                names += zip.size();
            }
        }
        return names;
    }

    /**
     * Tells one set of jars from another, by names and sizes.
     *
     * @return eight hexadecimal digits
     * @throws IOException if a jar is gone
     */
    public String fingerprint() throws IOException {
        CRC32 crc = new CRC32();
        for (Path jar : jars) {
            crc.update((jar.getFileName() + ":" + Files.size(jar) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return String.format("%08x", crc.getValue());
    }
}
