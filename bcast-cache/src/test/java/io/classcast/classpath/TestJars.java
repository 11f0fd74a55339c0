package io.classcast.classpath;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes jars for tests. */
final class TestJars {
    private TestJars() {
    }

    /** A jar with a manifest (null: none) and entries that hold their own names. */
    static Path jar(Path file, String manifest, String... names) throws IOException {
        try (OutputStream out = Files.newOutputStream(file); ZipOutputStream zip = new ZipOutputStream(out)) {
            if (manifest != null) {
                put(zip, "META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\n" + manifest + "\r\n");
            }
            for (String name : names) {
                put(zip, name, name.endsWith("/") ? "" : name);
            }
        }
        return file;
    }

    /** The jar, with an index of these lines. */
    static Path indexed(Path jar, String index) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(jar)) {
            Files.createDirectories(zip.getPath("META-INF"));
            Files.writeString(zip.getPath(JarIndex.NAME), "JarIndex-Version: 1.0\n\n" + index + "\n");
        }
        return jar;
    }

    private static void put(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }
}
