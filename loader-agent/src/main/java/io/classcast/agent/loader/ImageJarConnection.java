package io.classcast.agent.loader;

import io.classcast.image.ImageFormat;
import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.FilePermission;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.security.Permission;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * A connection to a {@code jar:} URL whose jar is in the image. Answers as {@code sun.net.www.protocol.jar.JarURLConnection}
 * does (JDK 17 and 25); nothing is opened until a {@link JarFile} is asked for, and then it is the node's copy under the
 * original's name.
 */
final class ImageJarConnection extends JarURLConnection {
    private final ServedClassPath path;
    private final ServedEntry entry;
    private final int place;
    private JarFile jar;

    ImageJarConnection(URL url, ServedClassPath path, ServedEntry entry, int place) throws MalformedURLException {
        super(url);
        this.path = path;
        this.entry = entry;
        this.place = place;
    }

    /** Only a plain place can be streamed from the image: the JDK verifies signed jars, and reads the base of versions. */
    private boolean streams() {
        return place >= 0 && (path.image().flags(place) & ~ImageFormat.PLACE_PACKED) == 0 && path.image().version(place) == 0
                && !entry.entry.viaJarFile();
    }

    @Override
    public void connect() throws IOException {
        if (connected) {
            return;
        }
        OwnPermissions.checkRead(entry.entry.path());
        if (getEntryName() != null && !streams() && place(getJarFile()) == null) {
            if (!getUseCaches()) {
                jar.close();
            }
            throw notFound();
        }
        connected = true;
    }

    /** In the words of this JDK: they differ between versions (jdk.includeInExceptions). */
    private IOException notFound() throws MalformedURLException {
        try {
            URLConnection plain = new URL(null, url.toString(), new sun.net.www.protocol.jar.Handler()).openConnection();
            plain.setUseCaches(getUseCaches());
            plain.connect();
        } catch (IOException e) {
            return e;
        }
        return new FileNotFoundException("JAR entry " + getEntryName() + " not found in " + entry.entry.path());
    }

    private ZipEntry place(JarFile file) {
        return file.getEntry(getEntryName());
    }

    @Override
    public JarFile getJarFile() throws IOException {
        if (jar == null) {
            OwnPermissions.checkRead(entry.entry.path());
            if (path.recorder != null) {
                path.recorder.jar(entry.entry.path());
            }
            jar = entry.connectionJar(getUseCaches());
        }
        return jar;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        connect();
        if (getEntryName() == null) {
            throw new IOException("no entry name specified");
        }
        if (streams()) {
            return PlaceBytes.stream(path, place, getEntryName());
        }
        JarFile file = getJarFile();
        InputStream in = file.getInputStream(place(file));
        return getUseCaches() ? in : new ClosingStream(in, file);
    }

    @Override
    public int getContentLength() {
        long length = getContentLengthLong();
        return length > Integer.MAX_VALUE ? -1 : (int) length;
    }

    @Override
    public long getContentLengthLong() {
        try {
            connect();
            if (getEntryName() == null) {
                return entry.entry.size();
            }
            return streams() ? path.image().size(place) : place(getJarFile()).getSize();
        } catch (IOException e) {
            return -1;
        }
    }

    @Override
    public long getLastModified() {
        // The JDK takes it from a header of the file's connection, which knows seconds.
        return entry.entry.mtime() / 1000 * 1000;
    }

    @Override
    public String getContentType() {
        if (getEntryName() == null) {
            return "x-java/jar";
        }
        String guess = null;
        try (InputStream in = new BufferedInputStream(getInputStream())) {
            guess = guessContentTypeFromStream(in);
        } catch (IOException e) {
            // The name has to do.
            guess = null;
        }
        if (guess == null) {
            guess = guessContentTypeFromName(getEntryName());
        }
        return guess == null ? "content/unknown" : guess;
    }

    @Override
    public String getHeaderField(String name) {
        return switch (name.toLowerCase(java.util.Locale.ROOT)) {
            case "content-length" -> String.valueOf(getContentLengthLong());
            case "content-type" -> getContentType();
            default -> null;
        };
    }

    @Override
    public Permission getPermission() {
        return new FilePermission(entry.entry.path(), "read");
    }

    /** Closes the jar with the stream, as the JDK does for a connection without caches. */
    private static final class ClosingStream extends java.io.FilterInputStream {
        private final JarFile jar;

        ClosingStream(InputStream in, JarFile jar) {
            super(in);
            this.jar = jar;
        }

        @Override
        public void close() throws IOException {
            try {
                super.close();
            } finally {
                jar.close();
            }
        }
    }
}
