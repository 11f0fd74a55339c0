package io.classcast;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Map;

/**
 * Paths that other users cannot turn elsewhere. A path without links, all of whose directories from {@code /} down belong to this
 * user or root and cannot be written to by others, leads to the same place whenever it is used: so what is checked by its name is
 * what is opened by it later. ({@code openat} from directory to directory would need the right to read each, which {@code /home}
 * often does not give, and Java cannot make a directory with it.) Safe for all threads; before main.
 */
public final class TrustedPath {
    /** {@code st_mode} (inode(7)). */
    private static final int TYPE = 0170000;
    private static final int LINK = 0120000;
    private static final int DIRECTORY = 0040000;
    private static final int STICKY = 01000;
    private static final int WRITABLE_BY_GROUP = 0020;
    private static final int WRITABLE_BY_ALL = 0002;
    /** Whom the kernel shows as owner where a user namespace has no name for him (user_namespaces(7)). */
    private static final int NO_USER = 65534;
    /** As the kernel has it (path_resolution(7)). */
    private static final int MOST_LINKS = 40;
    private static final String ASKED = "unix:uid,mode";

    private TrustedPath() {
    }

    /**
     * Resolves a path as the kernel does, but follows no link that belongs to another user than oneself or root: whoever may write
     * to a directory of the path could lead us to a place of his choice ({@code fs.protected_symlinks} of proc(5) may be 0).
     *
     * @param path which need not exist, as a whole or in its last elements
     * @return absolute, without links, {@code .} and {@code ..}
     * @throws IOException where a link on the way belongs to another user, or a directory cannot be looked into
     */
    public static Path resolve(Path path) throws IOException {
        String user = OwnProcess.uid();
        ArrayDeque<Path> ahead = new ArrayDeque<>();
        Path at = path.toAbsolutePath();
        addFirst(ahead, at);
        at = at.getRoot();
        int links = 0;
        while (!ahead.isEmpty()) {
            Path name = ahead.removeFirst();
            if (name.toString().equals("..")) {
                at = at.getParent() == null ? at : at.getParent();
            } else if (!name.toString().isEmpty() && !name.toString().equals(".")) {
                Path next = at.resolve(name);
                Map<String, Object> found = look(next);
                if (found == null || ((int) found.get("mode") & TYPE) != LINK) {
                    at = next;
                    continue;
                }
                if (!isKnown((int) found.get("uid"), user)) {
                    throw new IOException(path + " leads through " + next + ", a link of another user (" + found.get("uid") + ")");
                }
                if (++links > MOST_LINKS) {
                    throw new FileSystemLoopException(path.toString());
                }
                Path target = Files.readSymbolicLink(next);
                addFirst(ahead, target);
                at = target.isAbsolute() ? target.getRoot() : at;
            }
        }
        return at;
    }

    private static void addFirst(ArrayDeque<Path> ahead, Path path) {
        for (int i = path.getNameCount() - 1; i >= 0; i--) {
            ahead.addFirst(path.getName(i));
        }
    }

    private static Map<String, Object> look(Path path) throws IOException {
        try {
            return Files.readAttributes(path, ASKED, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static boolean isKnown(int owner, String user) {
        return owner == 0 || user.equals(Integer.toString(owner)) || owner == NO_USER && !OwnProcess.seesAllUsers();
    }

    /**
     * Whether others can put something else in the place of what this user makes in a directory: it is theirs, or can be written to
     * by them and is not sticky. That a group may write counts where root gave it that right; a directory of the user's own is his
     * own choice.
     *
     * @param directory that exists, as {@link #resolve} gives it
     * @return what is wrong with it, to follow its name in a message; null where nothing is
     * @throws IOException where it cannot be looked at
     */
    public static String danger(Path directory) throws IOException {
        Map<String, Object> found = Files.readAttributes(directory, ASKED, LinkOption.NOFOLLOW_LINKS);
        return danger((int) found.get("uid"), (int) found.get("mode"), OwnProcess.uid(), true);
    }

    /**
     * The same, or others can put another directory in its place: of it and all that lead to it.
     *
     * @param directory that exists, as {@link #resolve} gives it
     * @return what is wrong with it, to follow its name in a message; null where nothing is
     * @throws IOException where one cannot be looked at
     */
    public static String dangerOnTheWay(Path directory) throws IOException {
        for (Path at = directory; at != null; at = at.getParent()) {
            String danger = danger(at);
            if (danger != null) {
                return at == directory ? danger : "lies in ".concat(at.toString()).concat(", which ").concat(danger);
            }
        }
        return null;
    }

    /**
     * Whether others can change what lies in a directory, be it only by adding to it: a loader may look for names that the user has
     * not made. Those above are not looked at.
     *
     * @param directory that exists; not followed where it is a link
     * @return what is wrong with it, to follow its name in a message; null where nothing is
     * @throws IOException where it cannot be looked at
     */
    public static String dangerInside(Path directory) throws IOException {
        Map<String, Object> found = Files.readAttributes(directory, ASKED, LinkOption.NOFOLLOW_LINKS);
        return danger((int) found.get("uid"), (int) found.get("mode"), OwnProcess.uid(), false);
    }

    private static String danger(int owner, int mode, String user, boolean stickyHelps) {
        if ((mode & TYPE) != DIRECTORY) {
            return "is no directory";
        }
        boolean sticky = stickyHelps && (mode & STICKY) != 0;
        if ((mode & WRITABLE_BY_ALL) != 0 && !sticky) {
            return stickyHelps ? "can be written to by all users and is not sticky, so others could swap what is in it"
                    : "can be written to by all users";
        }
        if (!isKnown(owner, user)) {
            return "belongs to another user (".concat(Integer.toString(owner)).concat(")");
        }
        if ((mode & WRITABLE_BY_GROUP) != 0 && !sticky && !user.equals(Integer.toString(owner))) {
            return stickyHelps ? "can be written to by a group and is not sticky, so others could swap what is in it"
                    : "can be written to by a group";
        }
        return null;
    }
}
