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
import java.util.Map;
import java.util.Set;

/**
 * Files that this user alone can read and write (mode 0600, whatever the umask), and whose last name is never followed where it
 * is a symbolic link. Safe for all threads.
 */
public final class PrivateFiles {
    private static final Set<PosixFilePermission> OWN = PosixFilePermissions.fromString("rw-------");
    private static final FileAttribute<Set<PosixFilePermission>> MODE = PosixFilePermissions.asFileAttribute(OWN);
    private static final Set<PosixFilePermission> OWN_DIRECTORY = PosixFilePermissions.fromString("rwx------");
    /** {@code S_ISVTX} and {@code S_IWOTH} of inode(7). */
    private static final int STICKY = 01000;
    private static final int WRITABLE_BY_ALL = 0002;
    /** Whom the kernel shows as owner where a user namespace has no name for him (user_namespaces(7)). */
    private static final int NO_USER = 65534;

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

    /**
     * Whether others can put something else in the place of what this user makes in a directory: it is theirs, or all may write to
     * it and it is not sticky. Groups are trusted: many sites give each user one of his own.
     *
     * @param directory that exists; links are followed
     * @return what is wrong with it, to follow its name in a message; null where nothing is
     * @throws IOException where it cannot be looked at
     */
    public static String danger(Path directory) throws IOException {
        Map<String, Object> found = Files.readAttributes(directory, "unix:uid,mode");
        int mode = (int) found.get("mode");
        if ((mode & WRITABLE_BY_ALL) != 0 && (mode & STICKY) == 0) {
            return "can be written to by all users and is not sticky, so others could swap what is in it";
        }
        int owner = (int) found.get("uid");
        boolean known = owner == 0 || OwnProcess.uid().equals(Integer.toString(owner)) || owner == NO_USER && !OwnProcess.seesAllUsers();
        return known ? null : "belongs to another user (".concat(Integer.toString(owner)).concat(")");
    }
}
