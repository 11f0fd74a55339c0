package io.classcast.store;

import io.classcast.ClasscastException;
import io.classcast.NativeMemory;
import io.classcast.OwnProcess;
import io.classcast.PrivateFiles;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/**
 * The place for node stores: a directory {@code classcast-UID} of the user's own (mode 0700, no symbolic link, owner checked)
 * below a node-local directory.
 *
 * @param parent the node-local directory, such as {@code /dev/shm}
 * @param directory the user's directory below it; may not exist yet
 */
public record StoreBase(Path parent, Path directory) {
    /** {@code st_mode} of a directory with mode 0700 (inode(7)). */
    private static final int PRIVATE_DIRECTORY = 0040700;

    /**
     * Chooses the place: the given directory, else the first of {@code /dev/shm}, {@code $TMPDIR} and {@code /tmp} that is a
     * directory one can write to.
     *
     * @param configured option {@code store}, or null
     * @return the place; nothing is created yet
     * @throws ClasscastException where no such directory is there
     */
    public static StoreBase choose(String configured) {
        if (configured != null) {
            Path parent = Path.of(configured).toAbsolutePath();
            String problem = isUsable(parent) ? danger(parent) : "is not a directory that can be written to";
            if (problem != null) {
                throw new ClasscastException("store " + parent + " " + problem + "; set the option store to a node-local one, or to a directory of your own in it");
            }
            return under(parent);
        }
        String[] candidates = {"/dev/shm", System.getenv("TMPDIR"), "/tmp"};
        for (String candidate : candidates) {
            if (candidate != null && !candidate.isEmpty() && isUsable(Path.of(candidate)) && danger(Path.of(candidate)) == null) {
                return under(Path.of(candidate).toAbsolutePath());
            }
        }
        throw new ClasscastException("neither /dev/shm nor $TMPDIR nor /tmp is a directory that can be written to, and is sticky where"
                + " all can; set the option store to a node-local directory of your own");
    }

    private static boolean isUsable(Path directory) {
        // As Files.isDirectory and isWritable, without a dozen more classes before main.
        return directory.toFile().isDirectory() && directory.toFile().canWrite();
    }

    /** Why the user's directory would not be safe there, however private it is: others could put another one in its place. */
    private static String danger(Path parent) {
        try {
            return PrivateFiles.danger(parent);
        } catch (IOException e) {
            return "cannot be looked at (" + e.getMessage() + ")";
        }
    }

    private static StoreBase under(Path parent) {
        try {
            return new StoreBase(parent, parent.resolve("classcast-" + OwnProcess.uid()));
        } catch (IOException e) {
            throw new ClasscastException("cannot find out the user's id: " + e, e);
        }
    }

    /**
     * What tells this node from others: two ranks share a store where this is equal. The device and inode of the parent
     * directory tell containers on one machine apart, which a host name does not.
     *
     * @return text
     */
    public String identity() {
        try {
            String boot = new String(NativeMemory.read(new File("/proc/sys/kernel/random/boot_id")), StandardCharsets.US_ASCII).trim();
            return boot + '/' + Files.getAttribute(parent, "unix:dev") + '/' + Files.getAttribute(parent, "unix:ino");
        } catch (IOException e) {
            throw new ClasscastException("cannot identify the node by " + parent + ": " + e, e);
        }
    }

    /**
     * Makes the user's directory, or checks the one that is there.
     *
     * @throws IOException where it cannot be made, or is not this user's alone
     */
    public void prepare() throws IOException {
        try {
            PrivateFiles.createDirectory(directory);
        } catch (FileAlreadyExistsException e) {
            Map<String, Object> found = Files.readAttributes(directory, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
            if (!OwnProcess.uid().equals(found.get("uid").toString()) || (int) found.get("mode") != PRIVATE_DIRECTORY) {
                throw new IOException(directory + " is not a private directory of this user (mode 0700) but "
                        + Integer.toOctalString((int) found.get("mode")) + " of user " + found.get("uid") + "; remove it");
            }
        }
    }
}
