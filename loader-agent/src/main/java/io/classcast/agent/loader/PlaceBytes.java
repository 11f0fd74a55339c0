package io.classcast.agent.loader;

import io.classcast.image.Image;
import io.classcast.image.ImageFormat;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** The bytes behind a place, whole or as a stream. */
final class PlaceBytes {
    private PlaceBytes() {
    }

    static byte[] all(ServedClassPath path, int place, String name) throws IOException {
        Image image = path.image();
        ServedEntry entry = path.entry(image.entryOf(place));
        if (entry.entry.viaJarFile()) {
            try (InputStream in = stream(path, place, name)) {
                return in.readAllBytes();
            }
        }
        if ((image.flags(place) & ImageFormat.PLACE_AT_ORIGIN) != 0) {
            return Files.readAllBytes(Path.of(entry.entry.path(), name));
        }
        ByteBuffer raw = entry.read(image, place);
        if (image.method(place) != 0) {
            try {
                return Inflating.toBytes(raw, image.size(place));
            } catch (DataFormatException e) {
                throw new IOException(name + " in " + entry.entry.path() + ": " + e.getMessage(), e);
            }
        }
        byte[] bytes = new byte[raw.remaining()];
        raw.get(bytes);
        return bytes;
    }

    static InputStream stream(ServedClassPath path, int place, String name) throws IOException {
        Image image = path.image();
        ServedEntry entry = path.entry(image.entryOf(place));
        if (path.recorder != null) {
            path.recorder.resource(name, entry);
        }
        if (entry.entry.viaJarFile()) {
            JarFile jar = entry.verifyingJar();
            JarEntry found = jar.getJarEntry(name);
            if (found == null) {
                throw new FileNotFoundException("JAR entry " + name + " not found in " + jar.getName());
            }
            return jar.getInputStream(found);
        }
        if ((image.flags(place) & ImageFormat.PLACE_AT_ORIGIN) != 0) {
            return Files.newInputStream(Path.of(entry.entry.path(), name));
        }
        InputStream raw = new BufferStream(entry.read(image, place));
        return image.method(place) == 0 ? raw : new Inflated(raw, image.size(place));
    }


    /** Inflates, tells how much is left as {@code ZipFile}'s stream does, and frees its inflater. */
    private static final class Inflated extends InflaterInputStream {
        private long left;

        Inflated(InputStream raw, int size) {
            super(raw, new Inflater(true), Math.max(512, Math.min(8192, size)));
            left = size;
        }

        @Override
        public int read(byte[] target, int from, int count) throws IOException {
            int got = super.read(target, from, count);
            left -= Math.max(0, got);
            return got;
        }

        @Override
        public int available() {
            return (int) Math.max(0, left);
        }

        @Override
        public void close() throws IOException {
            super.close();
            inf.end();
        }
    }
}
