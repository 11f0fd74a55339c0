package io.classcast.classpath;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;

/**
 * A file of the class path: looked at and opened by its last name, where its directory is open. A file system that caches no
 * attributes is asked for every name of a longer path.
 *
 * @param path absolute
 * @param directory that it is in; null: not open
 */
record EntryFile(Path path, OpenDirectory directory) {

    /** As they are now. */
    BasicFileAttributes attributes(LinkOption... options) throws IOException {
        return directory == null ? Files.readAttributes(path, BasicFileAttributes.class, options) : directory.attributes(path.getFileName(), options);
    }

    /** The same, with owner and mode: what {@link StatFields} reads. */
    PosixFileAttributes posixAttributes(LinkOption... options) throws IOException {
        return directory == null ? Files.readAttributes(path, PosixFileAttributes.class, options)
                : directory.posixAttributes(path.getFileName(), options);
    }

    /** For reading. */
    FileChannel open() throws IOException {
        if (directory != null) {
            SeekableByteChannel channel = directory.read(path.getFileName());
            if (channel instanceof FileChannel file) {
                return file;
            }
            channel.close();
        }
        return FileChannel.open(path, StandardOpenOption.READ);
    }

    /** It is not asked for any more. */
    void release() {
        if (directory != null) {
            directory.release();
        }
    }
}
