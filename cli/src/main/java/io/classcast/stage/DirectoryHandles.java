package io.classcast.stage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.ClosedDirectoryStreamException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Open directories, so that a file in them is opened and asked for by its last name only: on a shared file system without cached
 * attributes each element of a path is a round trip. Links are followed. Thread-safe.
 */
final class DirectoryHandles implements Closeable {
    private static final int MOST = 64;

    private final Map<Path, SecureDirectoryStream<Path>> open = new LinkedHashMap<>(16, 0.75f, true);
    private boolean closed;

    /**
     * Opens a file.
     *
     * @param file absolute
     * @return open for reading
     * @throws IOException if it cannot be opened
     */
    SeekableByteChannel read(Path file) throws IOException {
        try {
            SecureDirectoryStream<Path> directory = directory(file);
            if (directory != null) {
                return directory.newByteChannel(file.getFileName(), Set.of(StandardOpenOption.READ));
            }
        } catch (ClosedDirectoryStreamException e) {
            // Another thread needed the room.
            return Files.newByteChannel(file, StandardOpenOption.READ);
        }
        return Files.newByteChannel(file, StandardOpenOption.READ);
    }

    /**
     * Looks at a file.
     *
     * @param file absolute
     * @return its attributes
     * @throws IOException if it cannot be looked at
     */
    PosixFileAttributes attributes(Path file) throws IOException {
        try {
            SecureDirectoryStream<Path> directory = directory(file);
            if (directory != null) {
                return directory.getFileAttributeView(file.getFileName(), PosixFileAttributeView.class).readAttributes();
            }
        } catch (ClosedDirectoryStreamException e) {
            // Another thread needed the room.
            return Files.readAttributes(file, PosixFileAttributes.class);
        }
        return Files.readAttributes(file, PosixFileAttributes.class);
    }

    private SecureDirectoryStream<Path> directory(Path file) throws IOException {
        Path parent = file.getParent();
        if (parent == null) {
            return null;
        }
        synchronized (open) {
            SecureDirectoryStream<Path> found = open.get(parent);
            if (found != null) {
                return found;
            }
        }
        DirectoryStream<Path> stream = Files.newDirectoryStream(parent);
        if (!(stream instanceof SecureDirectoryStream<Path> opened)) {
            stream.close();
            return null;
        }
        SecureDirectoryStream<Path> old;
        synchronized (open) {
            if (closed) {
                // By a thread that gave up while this one was opening it.
                opened.close();
                return null;
            }
            old = open.put(parent, opened);
            if (open.size() > MOST) {
                Map.Entry<Path, SecureDirectoryStream<Path>> eldest = open.entrySet().iterator().next();
                open.remove(eldest.getKey());
                eldest.getValue().close();
            }
        }
        if (old != null) {
            old.close();
        }
        return opened;
    }

    @Override
    public void close() throws IOException {
        synchronized (open) {
            closed = true;
            for (SecureDirectoryStream<Path> directory : open.values()) {
                directory.close();
            }
            open.clear();
        }
    }
}
