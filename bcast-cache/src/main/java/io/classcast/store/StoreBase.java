package io.classcast.store;

import io.classcast.ClasscastException;
import io.classcast.NativeMemory;
import io.classcast.OwnProcess;
import io.classcast.PrivateFiles;
import io.classcast.TrustedPath;
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
 * @param parent the node-local directory, resolved ({@link TrustedPath}), such as {@code /dev/shm}
 * @param directory the user's directory below it; may not exist yet
 */
public record StoreBase(Path parent, Path directory) {
    /** {@code st_mode} of a directory with mode 0700 (inode(7)). */
    private static final int PRIVATE_DIRECTORY = 0040700;

    /**
     * Chooses the place: the given directory, else the first of {@code /dev/shm}, {@code $TMPDIR} and {@code /tmp} that is a
     * directory one can write to, and that is safe from other users.
     *
     * @param configured option {@code store}, or null
     * @return the place; nothing is created yet
     * @throws ClasscastException where no such directory is there, or others could swap what is in it
     */
    public static StoreBase choose(String configured) {
        if (configured != null) {
            Path parent = Path.of(configured).toAbsolutePath();
            String problem = "is not a directory that can be written to";
            try {
                Path resolved = TrustedPath.resolve(parent);
                problem = isUsable(resolved) ? TrustedPath.danger(resolved) : problem;
                if (problem == null) {
                    return under(resolved);
                }
            } catch (IOException e) {
                problem = "cannot be used (".concat(String.valueOf(e.getMessage())).concat(")");
            }
            throw new ClasscastException("store " + parent + " " + problem + "; set the option store to a node-local one, or to a directory of your own in it");
        }
        String[] candidates = {"/dev/shm", System.getenv("TMPDIR"), "/tmp"};
        for (String candidate : candidates) {
            Path fit = candidate == null || candidate.isEmpty() ? null : safe(Path.of(candidate));
            if (fit != null) {
                return under(fit);
            }
        }
        throw new ClasscastException("neither /dev/shm nor $TMPDIR nor /tmp is a directory that can be written to, and is sticky where"
                + " others can; set the option store to a node-local directory of your own");
    }

    private static boolean isUsable(Path directory) {
        // As Files.isDirectory and isWritable, without a dozen more classes before main.
        return directory.toFile().isDirectory() && directory.toFile().canWrite();
    }

    /** The directory, resolved, where the user's own would be safe in it; else null: others could put another one in its place. */
    private static Path safe(Path candidate) {
        try {
            Path resolved = TrustedPath.resolve(candidate);
            return isUsable(resolved) && TrustedPath.danger(resolved) == null ? resolved : null;
        } catch (IOException e) {
            return null;
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
