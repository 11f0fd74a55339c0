package io.classcast.agent.loader;

import io.classcast.NativeMemory;
import io.classcast.image.Image;
import io.classcast.image.ImageFormat;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.PrivilegedExceptionAction;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/** The bytes behind a place, whole or as a stream. */
final class PlaceBytes {
    private PlaceBytes() {
    }

    static byte[] all(ServedClassPath path, int place, String name) throws IOException {
        if (!OwnPermissions.areAsked()) {
            return readAll(path, place, name);
        }
        return OwnPermissions.read(new PrivilegedExceptionAction<byte[]>() {
            @Override
            public byte[] run() throws IOException {
                return readAll(path, place, name);
            }
        });
    }

    private static byte[] readAll(ServedClassPath path, int place, String name) throws IOException {
        if (path.entry(path.image().entryOf(place)).entry.viaJarFile()) {
            try (InputStream in = stream(path, place, name)) {
                return in.readAllBytes();
            }
        }
        byte[] bytes = noted(path, place, name);
        return bytes != null ? bytes : OriginalPlace.read(path, place, name);
    }

    /** From where they are to be; null where they are not what rank 0 has noted. Not of a signed jar. */
    static byte[] noted(ServedClassPath path, int place, String name) throws IOException {
        Image image = path.image();
        ServedEntry entry = path.entry(image.entryOf(place));
        if ((image.flags(place) & ImageFormat.PLACE_AT_ORIGIN) != 0) {
            return NativeMemory.read(new File(entry.entry.path(), name));
        }
        try {
            ByteBuffer raw = entry.read(image, place);
            byte[] bytes;
            if (image.method(place) != 0) {
                bytes = Inflating.toBytes(raw, image.size(place));
            } else {
                bytes = new byte[raw.remaining()];
                raw.get(bytes);
            }
            return OriginalPlace.isSound(image, place, ByteBuffer.wrap(bytes)) ? bytes : null;
        } catch (DataFormatException | ZipException e) {
            // Damaged in the store, or in the jar itself.
            return null;
        }
    }

    /** Of a place that the program may read. */
    static InputStream stream(ServedClassPath path, int place, String name) throws IOException {
        if (!OwnPermissions.areAsked()) {
            return open(path, place, name);
        }
        return OwnPermissions.read(new PrivilegedExceptionAction<InputStream>() {
            @Override
            public InputStream run() throws IOException {
                return open(path, place, name);
            }
        });
    }

    private static InputStream open(ServedClassPath path, int place, String name) throws IOException {
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
            return new FileInputStream(new File(entry.entry.path(), name));
        }
        ByteBuffer raw;
        try {
            raw = entry.read(image, place);
        } catch (ZipException e) {
            return original(path, place, name);
        }
        if (image.method(place) != 0) {
            return new Inflated(new BufferStream(raw), path, place, name);
        }
        return OriginalPlace.isSound(image, place, raw) ? new BufferStream(raw) : original(path, place, name);
    }

    private static InputStream original(ServedClassPath path, int place, String name) {
        try {
            return new BufferStream(ByteBuffer.wrap(OriginalPlace.read(path, place, name)));
        } catch (IOException e) {
            return new Failed(e);
        }
    }

    /** As {@code ZipFile}'s streams: what is wrong is told by the first read. */
    private static final class Failed extends InputStream {
        private final IOException failure;

        Failed(IOException failure) {
            this.failure = failure;
        }

        @Override
        public int read() throws IOException {
            throw failure;
        }

        @Override
        public int read(byte[] target, int from, int count) throws IOException {
            throw failure;
        }
    }

    /** Inflates, checks what it has inflated, tells how much is left as {@code ZipFile}'s stream does, and frees its inflater. */
    private static final class Inflated extends InflaterInputStream {
        private final CRC32 crc = new CRC32();
        private final ServedClassPath path;
        private final int place;
        private final String name;
        private final int size;
        private long given;

        Inflated(InputStream raw, ServedClassPath path, int place, String name) {
            super(raw, new Inflater(true), Math.max(512, Math.min(8192, path.image().size(place))));
            this.path = path;
            this.place = place;
            this.name = name;
            size = path.image().size(place);
        }

        @Override
        public int read(byte[] target, int from, int count) throws IOException {
            int got = super.read(target, from, count);
            if (got > 0) {
                crc.update(target, from, got);
                given += got;
            }
            if (got < 0 && given != size || got > 0 && given >= size && given - got < size && (int) crc.getValue() != path.image().checksum(place)) {
                ServedEntry entry = path.entry(path.image().entryOf(place));
                if (!isInOriginal(entry, got < 0)) {
                    // What has been read already cannot be taken back.
                    throw new ZipException("the copy of " + name + " in the node's store is damaged; it is sound in " + entry.entry.path());
                }
            }
            return got;
        }

        private boolean isInOriginal(ServedEntry entry, boolean ended) throws IOException {
            return OwnPermissions.read(new PrivilegedExceptionAction<Boolean>() {
                @Override
                public Boolean run() throws IOException {
                    return OriginalPlace.gives(entry, name, given, (int) crc.getValue(), ended);
                }
            });
        }

        @Override
        public int available() {
            return (int) Math.max(0, size - given);
        }

        @Override
        public void close() throws IOException {
            super.close();
            inf.end();
        }
    }
}
