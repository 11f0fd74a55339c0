package io.classcast.stage;

import io.classcast.OwnProcess;
import io.classcast.TrustedPath;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The directories below a staged one. Each on the way to a file is a real one, of this user or root, and closed to others; so
 * nobody else can turn the way elsewhere after it was looked at. Those that stage made are open to their owner while they are
 * filled, and get their permissions and times at the end; those that were there keep what they have. Thread-safe, but for {@link
 * #finish}.
 */
final class TreeDirectories {
    private static final int TYPE = 0170000;
    private static final int DIRECTORY = 0040000;
    private static final int PERMISSIONS = 07777;
    private static final int OWNER = 0700;
    private static final int OWNER_WRITES = 0200;
    private static final int OTHERS_WRITE = 0022;

    private final Path root;
    private final Journal journal;
    /** Those that are known to be good. */
    private final Map<String, Boolean> entered = new ConcurrentHashMap<>();
    /** Those to be given their permissions and times. */
    private final Map<String, StagedEntry> open = new ConcurrentHashMap<>();

    TreeDirectories(Path root, Journal journal) {
        this.root = root;
        this.journal = journal;
    }

    /** What is in the way of a directory. */
    interface Obstacle {
        /** Takes away what was staged there earlier. */
        void remove(String path) throws IOException;
    }

    static boolean isReal(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * The directory that a path is to be made in; missing ones are made.
     *
     * @param path below the root
     * @param obstacle asked where something is there that is no directory
     * @return real, and closed to others
     * @throws IOException where something else is there, or others could change it
     */
    Path parentOf(String path, Obstacle obstacle) throws IOException {
        for (int to = path.indexOf('/'); to >= 0; to = path.indexOf('/', to + 1)) {
            String parent = path.substring(0, to);
            if (!entered.containsKey(parent)) {
                make(parent, obstacle);
            }
        }
        int slash = path.lastIndexOf('/');
        return slash < 0 ? root : root.resolve(path.substring(0, slash));
    }

    /** Makes one whose parent is there. */
    private void make(String path, Obstacle obstacle) throws IOException {
        Path target = root.resolve(path);
        if (!isReal(target)) {
            obstacle.remove(path);
            try {
                Files.createDirectory(target, StageRoot.READABLE);
                journal.made(path, Presence.inode(target));
            } catch (FileAlreadyExistsException e) {
                if (!isReal(target)) {
                    throw new IOException(target + " is in the way: it is no directory", e);
                }
            }
        }
        enter(path);
    }

    /** A directory of the sources. */
    void add(StagedEntry entry, Obstacle obstacle) throws IOException {
        parentOf(entry.path(), obstacle);
        make(entry.path(), obstacle);
        if (isMade(entry.path())) {
            setMode(root.resolve(entry.path()), entry.mode() | OWNER);
            open.put(entry.path(), entry);
        }
        journal.add(entry);
    }

    private boolean isMade(String path) throws IOException {
        Long made = journal.made(path);
        return made != null && made == Presence.inode(root.resolve(path));
    }

    private static void setMode(Path target, int mode) throws IOException {
        Files.setAttribute(target, "unix:mode", mode);
    }

    /** Looks at one that names are to be made or removed in. */
    private void enter(String path) throws IOException {
        Path target = root.resolve(path);
        Map<String, Object> found = Files.readAttributes(target, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
        int mode = (int) found.get("mode");
        boolean own = OwnProcess.uid().equals(found.get("uid").toString());
        if (own && (mode & TYPE) == DIRECTORY && ((mode & OTHERS_WRITE) != 0 || (mode & OWNER_WRITES) == 0) && isMade(path)) {
            StagedEntry entry = journal.get(path);
            if (entry != null) {
                open.putIfAbsent(path, entry);
            }
            setMode(target, mode & PERMISSIONS & ~OTHERS_WRITE | OWNER);
        }
        String danger = TrustedPath.dangerInside(target);
        if (danger != null) {
            throw new IOException(target + " " + danger + ", so others could swap what is in it; close it to them, or stage somewhere else");
        }
        entered.put(path, true);
    }

    /**
     * Looks at the directories above a name that is to be removed.
     *
     * @param path below the root
     * @return false where one of them is not there, or is a link
     * @throws IOException where others could change one
     */
    boolean enterAbove(String path) throws IOException {
        for (int to = path.indexOf('/'); to >= 0; to = path.indexOf('/', to + 1)) {
            String parent = path.substring(0, to);
            if (!isReal(root.resolve(parent))) {
                return false;
            }
            if (!entered.containsKey(parent)) {
                enter(parent);
            }
        }
        return true;
    }

    /** One that is removed, or about to be. */
    void forget(String path) {
        entered.remove(path);
        open.remove(path);
    }

    /** Writing into a directory changes its time and needs the right to, so this comes last. */
    void finish() throws IOException {
        List<String> deepestFirst = new ArrayList<>(open.keySet());
        deepestFirst.sort(Collections.reverseOrder());
        for (String path : deepestFirst) {
            Path target = root.resolve(path);
            if (isReal(target)) {
                setMode(target, open.get(path).mode());
                Files.setLastModifiedTime(target, FileTime.from(open.get(path).mtime(), TimeUnit.NANOSECONDS));
            }
        }
        open.clear();
        entered.clear();
    }
}
