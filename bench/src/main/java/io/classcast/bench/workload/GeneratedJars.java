package io.classcast.bench.workload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A class path with as many names as one likes and next to no bytes behind them. */
public final class GeneratedJars {
    /** Format of the entries' names, with their number. */
    public static final String NAME = "generated/name/of/ordinary/length/Generated%07d.class";

    private static final int NAMES_PER_JAR = 2000;
    private static final byte[] CONTENT = new byte[16];

    private GeneratedJars() {
    }

    /**
     * Writes jars, unless they are there.
     *
     * @param parent where to make a folder for them
     * @param names how many names in all
     * @return the jars
     * @throws IOException if they cannot be written
     */
    public static JarFolder make(Path parent, int names) throws IOException {
        Path folder = parent.resolve("names-" + names);
        Path done = folder.resolve("complete");
        if (!Files.exists(done)) {
            Files.createDirectories(folder);
            for (int first = 0; first < names; first += NAMES_PER_JAR) {
                write(folder.resolve(String.format("generated-%07d.jar", first)), first, Math.min(names, first + NAMES_PER_JAR));
            }
            Files.createFile(done);
        }
        return JarFolder.of(folder);
    }

    private static void write(Path jar, int from, int to) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(CONTENT);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.setMethod(ZipOutputStream.STORED);
            for (int i = from; i < to; i++) {
                ZipEntry entry = new ZipEntry(String.format(NAME, i));
                entry.setTime(0);
                entry.setSize(CONTENT.length);
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(CONTENT);
            }
        }
    }
}
