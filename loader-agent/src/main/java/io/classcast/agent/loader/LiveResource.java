package io.classcast.agent.loader;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.security.CodeSigner;
import java.util.jar.JarEntry;
import java.util.jar.Manifest;
import jdk.internal.loader.Resource;

/**
 * A resource of an entry that is looked up live, as the JDK's own class loaders take it ({@code
 * jdk.internal.loader.Resource}).
 */
final class LiveResource extends Resource {
    private final String name;
    private final URL url;
    private final URL source;
    private final URLConnection connection;

    LiveResource(String name, URL url, URL source) throws IOException {
        this.name = name;
        this.url = url;
        this.source = source;
        connection = url.openConnection();
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public URL getURL() {
        return url;
    }

    @Override
    public URL getCodeSourceURL() {
        return source;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return connection.getInputStream();
    }

    @Override
    public int getContentLength() {
        return connection.getContentLength();
    }

    /** Known when the last byte has been read ({@code JarFile}, "verification"). */
    @Override
    public CodeSigner[] getCodeSigners() {
        return signers(connection);
    }

    static CodeSigner[] signers(URLConnection read) {
        try {
            JarEntry entry = read instanceof JarURLConnection jar ? jar.getJarEntry() : null;
            return entry == null ? null : entry.getCodeSigners();
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public Manifest getManifest() throws IOException {
        return connection instanceof JarURLConnection jar ? jar.getManifest() : null;
    }
}
