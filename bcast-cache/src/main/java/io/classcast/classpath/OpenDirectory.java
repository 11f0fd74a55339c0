package io.classcast.classpath;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Set;

/** A directory that stays open while it is walked through, and while files in it are looked at or wait to be opened. Thread-safe. */
final class OpenDirectory {
    private static final Set<StandardOpenOption> READ = Set.of(StandardOpenOption.READ);

    private final SecureDirectoryStream<Path> stream;
    private int users = 1;

    OpenDirectory(SecureDirectoryStream<Path> stream) {
        this.stream = stream;
    }

    /**
     * Opens a directory.
     *
     * @param path of it
     * @return null where its file system knows no open directories
     * @throws IOException where it cannot be opened
     */
    static OpenDirectory of(Path path) throws IOException {
        DirectoryStream<Path> stream = Files.newDirectoryStream(path);
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return new OpenDirectory(secure);
        }
        stream.close();
        return null;
    }

    SecureDirectoryStream<Path> stream() {
        return stream;
    }

    /** One more user, who has to release it. */
    synchronized OpenDirectory use() {
        users++;
        return this;
    }

    /** Opens a file in it by its last name: one look-up, however deep the directory is. Links are followed. */
    SeekableByteChannel read(Path name) throws IOException {
        return stream.newByteChannel(name, READ);
    }

    /** Looks at a file in it by its last name. */
    BasicFileAttributes attributes(Path name, LinkOption... options) throws IOException {
        return stream.getFileAttributeView(name, BasicFileAttributeView.class, options).readAttributes();
    }

    /** The same, with owner and mode. */
    PosixFileAttributes posixAttributes(Path name, LinkOption... options) throws IOException {
        return stream.getFileAttributeView(name, PosixFileAttributeView.class, options).readAttributes();
    }

    /** Closes it after its last user. */
    void release() {
        synchronized (this) {
            if (--users > 0) {
                return;
            }
        }
        try {
            stream.close();
        } catch (IOException e) {
            // It was only read from.
        }
    }
}
