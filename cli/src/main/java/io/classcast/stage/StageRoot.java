package io.classcast.stage;

import io.classcast.OwnProcess;
import io.classcast.TrustedPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * The directory that is staged to, and our own in it: made where they are missing, and removed again if they were. {@code
 * .classcast/made} has a line {@code INODE \t PATH} for each directory that stage made to get there, the outermost first.
 *
 * @param root absolute, without links; others cannot turn it elsewhere ({@link TrustedPath})
 * @param own {@code .classcast} in it
 */
record StageRoot(Path root, Path own) {
    /** At most, whatever the umask: what is staged may be read by others, and never be written to. */
    static final FileAttribute<?> READABLE = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"));
    private static final String MADE = "made";
    private static final int TYPE = 0170000;
    private static final int DIRECTORY = 0040000;
    private static final int WRITABLE_BY_ALL = 0002;

    /**
     * Makes them, or checks those that are there: nobody else may change what is staged.
     *
     * @param directory as the user names it
     * @return resolved
     * @throws IOException where they cannot be made, or others can change them
     */
    static StageRoot prepare(Path directory) throws IOException {
        Path root = TrustedPath.resolve(directory);
        Deque<Path> missing = new ArrayDeque<>();
        Path there = root;
        while (!Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
            missing.push(there);
            there = there.getParent();
        }
        mustBeSafe(there);
        StringBuilder made = new StringBuilder();
        for (Path one : missing) {
            try {
                Files.createDirectory(one, READABLE);
                made.append(Presence.inode(one)).append('\t').append(one).append('\n');
            } catch (FileAlreadyExistsException e) {
                // By another stage; if not, the next look says so.
                continue;
            }
        }
        mustBeSafe(root);
        Path own = root.resolve(StagedPath.OWN);
        try {
            Files.createDirectory(own, READABLE);
        } catch (FileAlreadyExistsException e) {
            mustBeOurs(own);
        }
        if (made.length() > 0) {
            Files.write(Files.createFile(own.resolve(MADE), StageDirectory.NOTE), made.toString().getBytes(StandardCharsets.UTF_8));
        }
        return new StageRoot(root, own);
    }

    private static void mustBeSafe(Path directory) throws IOException {
        String danger = TrustedPath.dangerOnTheWay(directory);
        if (danger != null) {
            throw new IOException(directory + " " + danger + "; close it to others, or stage somewhere else");
        }
    }

    private static void mustBeOurs(Path own) throws IOException {
        Map<String, Object> found = Files.readAttributes(own, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
        int mode = (int) found.get("mode");
        if ((mode & TYPE) != DIRECTORY || (mode & WRITABLE_BY_ALL) != 0 || !OwnProcess.uid().equals(found.get("uid").toString())) {
            throw new IOException(own + " is not a directory that only this user writes to (mode " + Integer.toOctalString(mode)
                    + ", user " + found.get("uid") + "); stage somewhere else");
        }
    }

    /**
     * Removes our own directory with all that is ours in it, and the directories that stage made to get there.
     *
     * @throws IOException where our own files cannot be removed; the directories above them stay where something else lies in
     *         them, a file system is mounted there, or the one above is not the user's
     */
    void remove() throws IOException {
        List<String> made = made();
        StageDirectory.deleteTree(own.resolve(StageDirectory.PARTS));
        for (String name : List.of(Journal.FILE, Journal.FILE + Journal.NEW, PlaceNotes.PLACES, PlaceNotes.JAVA_HOME, MADE, StageDirectory.LOCK)) {
            Files.deleteIfExists(own.resolve(name));
        }
        try (DirectoryStream<Path> tokens = Files.newDirectoryStream(own, SharedDirectoryCheck.PREFIX + "*")) {
            for (Path token : tokens) {
                Files.deleteIfExists(token);
            }
        }
        if (!deleteQuietly(own)) {
            return;
        }
        Collections.reverse(made);
        for (String line : made) {
            int tab = line.indexOf('\t');
            if (tab < 0 || !deleteMade(line.substring(0, tab), Path.of(line.substring(tab + 1)))) {
                return;
            }
        }
    }

    private List<String> made() throws IOException {
        try {
            return new ArrayList<>(Files.readAllLines(own.resolve(MADE)));
        } catch (NoSuchFileException e) {
            return new ArrayList<>();
        }
    }

    /** Whether the next one above may be looked at. */
    private boolean deleteMade(String inode, Path directory) throws IOException {
        return root.startsWith(directory) && Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                && inode.equals(Long.toString(Presence.inode(directory))) && deleteQuietly(directory);
    }

    private static boolean deleteQuietly(Path directory) throws IOException {
        try {
            Files.delete(directory);
            return true;
        } catch (FileSystemException e) {
            // Not empty, a mount point, or in a directory of somebody else's.
            return false;
        }
    }
}
