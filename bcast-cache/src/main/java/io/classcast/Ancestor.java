package io.classcast;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process above this one, as /proc tells (proc(5)): what it was started with, and what it has mapped. What cannot be read,
 * another user's or one that has ended meanwhile, is empty. Immutable, safe for all threads.
 */
public final class Ancestor {
    /** Deeper than any chain of launchers and shells; a chain that changes while it is read has an end, too. */
    private static final int DEEPEST = 64;

    private final String pid;

    private Ancestor(String pid) {
        this.pid = pid;
    }

    /**
     * The process that is this one's parent.
     *
     * @return null where there is none that can be seen, as in a container
     */
    public static Ancestor parent() {
        return parentOf("self");
    }

    /**
     * All above this one, the parent first.
     *
     * @return at most 64
     */
    public static List<Ancestor> all() {
        List<Ancestor> all = new ArrayList<>();
        for (Ancestor at = parent(); at != null && all.size() < DEEPEST; at = at.next()) {
            all.add(at);
        }
        return all;
    }

    /**
     * The parent of this one.
     *
     * @return null at the end
     */
    public Ancestor next() {
        return parentOf(pid);
    }

    private static Ancestor parentOf(String pid) {
        String parent = parentIn(read(pid, "stat"));
        return parent.isEmpty() || parent.equals("0") ? null : new Ancestor(parent);
    }

    /** The fourth field; the second is a name in parentheses, and may have some of its own. */
    static String parentIn(String stat) {
        int from = stat.lastIndexOf(')') + 4;
        int to = from < 4 ? -1 : stat.indexOf(' ', from);
        return to < 0 ? "" : stat.substring(from, to);
    }

    /**
     * Its process id.
     *
     * @return decimal number
     */
    public String pid() {
        return pid;
    }

    /**
     * Whether it was started with these variables.
     *
     * @param variables each as NAME=VALUE
     * @return false also where it cannot be read
     */
    public boolean hasEnvironment(List<String> variables) {
        return OwnProcess.words(read(pid, "environ")).containsAll(variables);
    }

    /**
     * Its name, which every user may read where /proc is mounted as usual.
     *
     * @return at most 15 characters; empty where it cannot be read
     */
    public String name() {
        return nameOf(pid);
    }

    /**
     * The name of any process.
     *
     * @param pid decimal number
     * @return at most 15 characters; empty where it cannot be read
     */
    public static String nameOf(String pid) {
        return read(pid, "comm").trim();
    }

    /**
     * Whether it has a socket open.
     *
     * @param inode of the socket, decimal
     * @return true also where that cannot be read
     */
    public boolean mayHold(String inode) {
        String wanted = "socket:[".concat(inode).concat("]");
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/".concat(pid).concat("/fd")))) {
            for (Path descriptor : descriptors) {
                if (leadsTo(descriptor, wanted)) {
                    return true;
                }
            }
            return false;
        } catch (IOException | RuntimeException e) {
            return true;
        }
    }

    private static boolean leadsTo(Path descriptor, String wanted) {
        try {
            return Files.readSymbolicLink(descriptor).toString().equals(wanted);
        } catch (IOException e) {
            // Closed meanwhile.
            return false;
        }
    }

    /**
     * Its command line.
     *
     * @return program and arguments; empty where it cannot be read
     */
    public List<String> commandLine() {
        return OwnProcess.words(read(pid, "cmdline"));
    }

    /**
     * Whether it has a file mapped.
     *
     * @param part of the file's path
     * @return false also where it cannot be read
     */
    public boolean maps(String part) {
        return read(pid, "maps").contains(part);
    }

    private static String read(String pid, String what) {
        try {
            return OwnProcess.read("/proc/" + pid + "/" + what);
        } catch (IOException e) {
            return "";
        }
    }
}
