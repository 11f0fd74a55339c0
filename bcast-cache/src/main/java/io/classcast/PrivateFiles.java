package io.classcast;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files that this user alone can read and write (mode 0600, whatever the umask), and whose last name is never followed where it
 * is a symbolic link. Safe for all threads.
 */
public final class PrivateFiles {
    private static final Set<PosixFilePermission> OWN = PosixFilePermissions.fromString("rw-------");
    private static final FileAttribute<Set<PosixFilePermission>> MODE = PosixFilePermissions.asFileAttribute(OWN);
    private static final Set<PosixFilePermission> OWN_DIRECTORY = PosixFilePermissions.fromString("rwx------");

    private PrivateFiles() {
    }

    /**
     * Makes a file that is not there yet.
     *
     * @param file to make
     * @return open for reading and writing
     * @throws IOException where something has that name, be it a link that leads nowhere
     */
    public static FileChannel create(Path file) throws IOException {
        return whateverUmask(file,
                FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE), MODE));
    }

    /**
     * Makes a directory that this user alone can use (mode 0700).
     *
     * @param directory to make
     * @throws IOException where something has that name, or its parent does not allow it
     */
    public static void createDirectory(Path directory) throws IOException {
        Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OWN_DIRECTORY));
        // A umask may take rights from the user himself.
        Files.setPosixFilePermissions(directory, OWN_DIRECTORY);
    }

    /**
     * Opens a file, or makes it.
     *
     * @param file to open
     * @return open for writing
     * @throws IOException where it cannot be written to, or is a symbolic link
     */
    public static FileChannel open(Path file) throws IOException {
        return whateverUmask(file, FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS), MODE));
    }

    /**
     * Opens a file that is read as well, or makes it.
     *
     * @param file to open
     * @return open for reading and writing
     * @throws IOException where it cannot be read and written to, or is a symbolic link
     */
    public static FileChannel openBothWays(Path file) throws IOException {
        return whateverUmask(file, FileChannel.open(file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS), MODE));
    }

    private static FileChannel whateverUmask(Path file, FileChannel made) throws IOException {
        try {
            close(file);
            return made;
        } catch (IOException | RuntimeException e) {
            made.close();
            throw e;
        }
    }

    /**
     * Writes a file in place of what it had before.
     *
     * @param file to write
     * @param bytes all of it
     * @throws IOException where it cannot be written, or is a symbolic link
     */
    public static void write(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel = open(file)) {
            channel.truncate(0);
            NativeMemory.write(channel, ByteBuffer.wrap(bytes));
        }
    }

    /**
     * Takes everybody else's rights to a file away.
     *
     * @param file that another program made
     * @throws IOException where that fails
     */
    public static void close(Path file) throws IOException {
        Files.setPosixFilePermissions(file, OWN);
    }
}
