package io.classcast.agent.loader;

import java.io.FilePermission;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.security.Permission;

/** A connection to a {@code file:} URL below a directory of the image. */
final class ImageFileConnection extends URLConnection {
    private final ServedClassPath path;
    private final ServedEntry entry;
    private final int place;

    ImageFileConnection(URL url, ServedClassPath path, ServedEntry entry, int place) {
        super(url);
        this.path = path;
        this.entry = entry;
        this.place = place;
    }

    @Override
    public void connect() {
        if (!connected) {
            OwnPermissions.checkRead(entry.entry.path() + "/" + name());
        }
        connected = true;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        connect();
        return PlaceBytes.stream(path, place, name());
    }

    private String name() {
        String root = entry.entry.url();
        String name = io.classcast.classpath.UrlPath.decode((url.getProtocol() + ":" + url.getFile())
                .substring(root.length()));
        return name == null ? "" : name;
    }

    @Override
    public int getContentLength() {
        return path.image().size(place);
    }

    @Override
    public long getContentLengthLong() {
        return path.image().size(place);
    }

    @Override
    public long getLastModified() {
        return path.image().time(place);
    }

    @Override
    public String getContentType() {
        String guess = guessContentTypeFromName(url.getFile());
        return guess == null ? "content/unknown" : guess;
    }

    @Override
    public Permission getPermission() {
        return new FilePermission(entry.entry.path() + "/" + name(), "read");
    }
}
