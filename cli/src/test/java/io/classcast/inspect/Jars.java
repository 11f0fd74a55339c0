package io.classcast.inspect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes small jars. */
final class Jars {
    private Jars() {
    }

    /** A jar of empty entries. */
    static Path jar(Path file, String... names) throws IOException {
        return jar(file, Map.of(), names);
    }

    /** A jar whose manifest has main attributes, and further entries, each holding its own name. */
    static Path jar(Path file, Map<String, String> attributes, String... names) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            if (!attributes.isEmpty()) {
                zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
                StringBuilder text = new StringBuilder("Manifest-Version: 1.0\n");
                attributes.forEach((key, value) -> text.append(key).append(": ").append(value).append('\n'));
                zip.write(text.append('\n').toString().getBytes(StandardCharsets.UTF_8));
            }
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(name.getBytes(StandardCharsets.UTF_8));
            }
        }
        return file;
    }
}
