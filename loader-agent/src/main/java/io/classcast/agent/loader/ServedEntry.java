package io.classcast.agent.loader;

import io.classcast.image.EntryKind;
import io.classcast.image.Image;
import io.classcast.image.ImageEntry;
import io.classcast.image.ImageEntry.ManifestPlace;
import io.classcast.image.ImageFormat;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLStreamHandler;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.PrivilegedExceptionAction;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.DataFormatException;
import java.util.zip.ZipException;

/**
 * One class-path entry as this rank serves it: its URLs, its bytes, its manifest. What is costly is made when it is first
 * needed. Safe for all threads.
 */
final class ServedEntry {
    private static final int LOCAL_HEADER = 0x04034B50;

    final ImageEntry entry;
    final int number;
    /** Location of the code source. */
    final URL codeSourceUrl;
    /** Against this the URLs of resources are resolved; its handler serves them from the image. */
    final URL base;
    /** This JVM has changed the jar itself: who opens it by URL wants the new one. */
    volatile boolean changed;
    private final ByteBuffer content;
    private final Path copy;
    private volatile OriginalFile original;
    private volatile JarFile verifyingJar;
    private volatile JarFile sharedJar;
    private SoftReference<Manifest> manifest;

    ServedEntry(ImageEntry entry, int number, ByteBuffer content, Path copy, URLStreamHandler jarHandler,
            URLStreamHandler fileHandler) throws MalformedURLException {
        this.entry = entry;
        this.number = number;
        this.content = content;
        this.copy = copy;
        boolean directory = entry.kind() == EntryKind.DIRECTORY;
        codeSourceUrl = directory ? new URL(null, entry.url(), fileHandler) : new URL(entry.url());
        base = directory ? codeSourceUrl : new URL("jar", "", -1, entry.url() + "!/", jarHandler);
    }

    /**
     * The bytes of a place of this entry, as they lie in its jar or archive.
     *
     * @param image of the place
     * @param place number of a place
     * @return direct and read-only where they are mapped
     */
    ByteBuffer read(Image image, int place) throws IOException {
        return read(image.offset(place), image.compressedSize(place), (image.flags(place) & ImageFormat.PLACE_PACKED) != 0);
    }

    private ByteBuffer read(long offset, int length, boolean packed) throws IOException {
        ByteBuffer mapped = content;
        if (length == 0 && (packed || mapped == null || entry.packed())) {
            return ByteBuffer.allocate(0);
        }
        // What a profile did not name is not in the store.
        if (!packed && (mapped == null || entry.packed())) {
            return originalFile().read(offset, length);
        }
        return bytes(mapped, (int) offset, length, packed, entry.path());
    }

    /** The bytes of an entry in the copy of a jar, or in the archive of a directory. */
    static ByteBuffer bytes(ByteBuffer mapped, int at, int length, boolean packed, String path) throws ZipException {
        try {
            if (packed) {
                return mapped.slice(at, length);
            }
            if (mapped.getInt(at) != LOCAL_HEADER) {
                throw new ZipException("no local header at " + at + " of the copy of " + path);
            }
            // The two lengths of the local header; the central directory's extra field may differ from it.
            return mapped.slice(at + 30 + u16(mapped, at + 26) + u16(mapped, at + 28), length);
        } catch (IndexOutOfBoundsException e) {
            throw new ZipException("bytes " + at + " and the " + length + " that follow are not in the copy of " + path);
        }
    }

    private static int u16(ByteBuffer bytes, int at) {
        return bytes.get(at) & 0xFF | (bytes.get(at + 1) & 0xFF) << 8;
    }

    private OriginalFile originalFile() throws IOException {
        OriginalFile file = original;
        if (file == null) {
            synchronized (this) {
                file = original;
                if (file == null) {
                    file = OwnPermissions.read(new PrivilegedExceptionAction<OriginalFile>() {
                        @Override
                        public OriginalFile run() throws IOException {
                            return new OriginalFile(entry.path(), entry.size());
                        }
                    });
                    original = file;
                }
            }
        }
        return file;
    }

    /** The file that holds this jar for this rank: the node's copy, else the original. */
    private File file() {
        return copy != null ? copy.toFile() : new File(entry.path());
    }

    /** The node's copy is damaged: from now on the jar is read where it is. */
    JarFile distrust(String name) throws IOException {
        JarFile jar = OriginalPlace.original(this, name);
        OriginalPlace.warn(name, this);
        verifyingJar = jar;
        return jar;
    }

    /** Whether every byte can be had without the original. */
    boolean isWhole() {
        return content != null && !entry.packed();
    }

    /** Whether this rank reads a copy. */
    boolean isCopied() {
        return copy != null;
    }

    /** The jar as the class loader reads it: verified, and for the running version. Never closed. */
    JarFile verifyingJar() throws IOException {
        JarFile jar = verifyingJar;
        if (jar == null) {
            synchronized (this) {
                jar = verifyingJar;
                if (jar == null) {
                    jar = open(JarFile.runtimeVersion());
                    verifyingJar = jar;
                }
            }
        }
        return jar;
    }

    private JarFile open(Runtime.Version version) throws IOException {
        return OwnPermissions.read(new PrivilegedExceptionAction<JarFile>() {
            @Override
            public JarFile run() throws IOException {
                return new StoredJar(file(), entry.path(), version);
            }
        });
    }

    /** The jar as {@code JarURLConnection} gives it out: one for all who use caches, else a new one. */
    JarFile connectionJar(boolean shared) throws IOException {
        if (!shared) {
            return open(JarFile.baseVersion());
        }
        synchronized (this) {
            if (sharedJar == null) {
                sharedJar = open(JarFile.baseVersion());
            }
            return sharedJar;
        }
    }

    /**
     * The manifest.
     *
     * @return null without one
     */
    Manifest manifest() throws IOException {
        ManifestPlace place = entry.manifest();
        if (entry.viaJarFile()) {
            return verifyingJar().getManifest();
        }
        if (place == null) {
            return null;
        }
        synchronized (this) {
            Manifest known = manifest == null ? null : manifest.get();
            if (known == null) {
                known = new Manifest(new ByteArrayInputStream(manifestBytes(place)));
                manifest = new SoftReference<>(known);
            }
            return known;
        }
    }

    private byte[] manifestBytes(ManifestPlace place) throws IOException {
        byte[] bytes = null;
        try {
            bytes = storedManifest(place);
        } catch (IOException e) {
            if (content == null) {
                throw e;
            }
        }
        if (content == null || bytes != null && OriginalPlace.checksum(ByteBuffer.wrap(bytes)) == place.checksum()) {
            return bytes;
        }
        // Damaged, or odd: as JarFile has it.
        try (JarFile jar = OriginalPlace.original(this, JarFile.MANIFEST_NAME)) {
            java.io.ByteArrayOutputStream again = new java.io.ByteArrayOutputStream();
            jar.getManifest().write(again);
            OriginalPlace.warn(JarFile.MANIFEST_NAME, this);
            return again.toByteArray();
        }
    }

    private byte[] storedManifest(ManifestPlace place) throws IOException {
        ByteBuffer raw = read(place.offset(), place.compressedSize(), entry.packed());
        if (place.method() != 0) {
            try {
                return Inflating.toBytes(raw, place.size());
            } catch (DataFormatException e) {
                throw new IOException("manifest of " + entry.path() + ": " + e.getMessage(), e);
            }
        }
        byte[] bytes = new byte[place.size()];
        raw.get(bytes);
        return bytes;
    }
}
