package io.classcast.agent.loader;

import io.classcast.image.Image;
import io.classcast.image.ImageFormat;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.ByteBuffer;
import java.security.CodeSigner;
import java.security.cert.Certificate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipException;
import jdk.internal.loader.Resource;

/**
 * A resource of the image as the JDK's own class loaders take it ({@code jdk.internal.loader.Resource}, the same in JDK 17
 * to 25): the application class loader defines classes from its buffer.
 */
public final class ImageResource extends Resource {
    private final ServedClassPath path;
    private final ServedEntry entry;
    private final int place;
    private final String name;
    private byte[] verified;
    private CodeSigner[] signers;
    private Certificate[] certificates;

    ImageResource(ServedClassPath path, int place, String name) {
        this.path = path;
        this.place = place;
        this.name = name;
        entry = path.entry(path.image().entryOf(place));
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public URL getURL() {
        return path.url(place, name);
    }

    @Override
    public URL getCodeSourceURL() {
        return entry.codeSourceUrl;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return PlaceBytes.stream(path, place, name);
    }

    @Override
    public int getContentLength() throws IOException {
        return entry.entry.viaJarFile() ? verified().length : path.image().size(place);
    }

    /** What cannot be read is not absent: the JDK's loaders take an {@code IOException} for that. */
    private LinkageError unread(IOException e) {
        return new LinkageError("classcast: cannot read " + name + " from " + entry.entry.path() + ": " + e.getMessage(), e);
    }

    /**
     * The bytes of a class.
     *
     * @throws IOException where plain Java would find none there
     * @throws LinkageError where they cannot be had as rank 0 has seen them
     */
    @Override
    public byte[] getBytes() throws IOException {
        if (entry.entry.viaJarFile()) {
            try {
                return verified();
            } catch (IOException e) {
                throw unread(e);
            }
        }
        byte[] bytes = null;
        try {
            bytes = PlaceBytes.noted(path, place, name);
        } catch (IOException e) {
            if ((path.image().flags(place) & ImageFormat.PLACE_AT_ORIGIN) != 0 && OriginalPlace.isDenied(path, place, name)) {
                throw e;
            }
            throw unread(e);
        }
        try {
            bytes = bytes != null ? bytes : OriginalPlace.read(path, place, name);
        } catch (OriginalPlace.ChangedException e) {
            throw unread(e);
        }
        if (path.inflated != null && path.image().method(place) != 0) {
            path.inflated.put(place, ByteBuffer.wrap(bytes));
        }
        return bytes;
    }

    private byte[] verified() throws IOException {
        if (verified == null) {
            // Signers are known only after the last byte has been read (JarFile, "verification").
            JarFile jar = entry.verifyingJar();
            JarEntry found = jar.getJarEntry(name);
            verified = found == null ? null : read(jar, found);
            if (verified == null) {
                jar = entry.distrust(name);
                found = jar.getJarEntry(name);
                try (InputStream in = jar.getInputStream(found)) {
                    verified = in.readAllBytes();
                }
            }
            signers = found.getCodeSigners();
            certificates = found.getCertificates();
        }
        return verified;
    }

    /** Null where the copy's bytes are not those that its directory tells. */
    private byte[] read(JarFile jar, JarEntry found) throws IOException {
        byte[] bytes;
        try (InputStream in = jar.getInputStream(found)) {
            bytes = in.readAllBytes();
        } catch (IOException e) {
            if (!entry.isCopied()) {
                throw e;
            }
            return null;
        }
        return !entry.isCopied() || (int) found.getCrc() == OriginalPlace.checksum(ByteBuffer.wrap(bytes)) ? bytes : null;
    }

    @Override
    public ByteBuffer getByteBuffer() {
        Image image = path.image();
        if (entry.entry.viaJarFile() || (image.flags(place) & ~ImageFormat.PLACE_PACKED) != 0) {
            return null;
        }
        ByteBuffer bytes;
        try {
            bytes = image.method(place) == 0 ? entry.read(image, place) : path.inflated == null ? null : path.inflated.get(place);
        } catch (ZipException e) {
            return null;
        } catch (IOException e) {
            throw unread(e);
        }
        // Where it is not what rank 0 has noted, getBytes() looks further.
        return bytes != null && OriginalPlace.isSound(image, place, bytes) ? bytes : null;
    }

    @Override
    public Manifest getManifest() {
        try {
            return entry.manifest();
        } catch (IOException e) {
            throw unread(e);
        }
    }

    @Override
    public Certificate[] getCertificates() {
        return certificates;
    }

    @Override
    public CodeSigner[] getCodeSigners() {
        return signers;
    }
}
