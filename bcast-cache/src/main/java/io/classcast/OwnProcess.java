package io.classcast;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;
import java.util.zip.CRC32;

/**
 * This process, its user and its host, from /proc (Linux, proc(5)): {@code ProcessHandle} would start a thread pool,
 * {@code InetAddress} would ask a name server, both before the application's main.
 */
public final class OwnProcess {
    /** {@code O_CLOEXEC} of open(2), as /proc/PID/fdinfo shows it (proc(5)). */
    private static final int CLOSED_BY_EXEC = 02000000;

    private OwnProcess() {
    }

    /**
     * The process id.
     *
     * @return decimal number
     */
    public static String pid() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self")).toString();
        } catch (IOException e) {
            return "0";
        }
    }

    /**
     * The user's id, as files that this process makes will have it.
     *
     * @return effective user id, decimal
     * @throws IOException where /proc does not tell
     */
    public static String uid() throws IOException {
        String status = read("/proc/self/status");
        int line = status.indexOf("\nUid:");
        if (line >= 0) {
            StringTokenizer ids = new StringTokenizer(status.substring(line + 5));
            ids.nextToken();
            return ids.nextToken();
        }
        throw new IOException("no Uid in /proc/self/status");
    }

    /**
     * The directory that relative paths start from.
     *
     * @return as the kernel has it, without links; empty where /proc does not tell
     */
    public static String workingDirectory() {
        return link("/proc/self/cwd");
    }

    /**
     * Through which mounts, from which root and from which directory this process sees the file systems (mount_namespaces(7), chroot(2)):
     * two processes with the same answer find the same file at the same path. Containers differ. The table of mounts is that of the
     * process's root, and each mount has its number; the working directory is what {@code /proc/self/cwd} leads to (proc(5)).
     *
     * @return any text; of this process alone where /proc does not tell
     */
    public static String view() {
        try {
            byte[] mounts = mounts().getBytes(StandardCharsets.UTF_8);
            CRC32 crc = new CRC32();
            crc.update(mounts, 0, mounts.length);
            String root = String.valueOf(Files.readAttributes(Path.of("/"), BasicFileAttributes.class).fileKey());
            return String.join(" ", link("/proc/self/ns/mnt"), root, Long.toHexString(crc.getValue()), String.valueOf(mounts.length), workingDirectory());
        } catch (IOException e) {
            return "process ".concat(pid());
        }
    }

    /**
     * What is mounted where.
     *
     * @return the lines of {@code /proc/self/mountinfo} (proc(5)); empty where it does not tell
     */
    public static String mounts() {
        try {
            return read("/proc/self/mountinfo");
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * Whose rights to read this process has, beside its user's (credentials(7)).
     *
     * @return the groups as /proc shows them; empty where it does not tell
     */
    public static String groups() {
        String groups = "";
        try {
            StringTokenizer lines = new StringTokenizer(read("/proc/self/status"), "\n");
            while (lines.hasMoreTokens()) {
                String line = lines.nextToken();
                if (line.startsWith("Gid:") || line.startsWith("Groups:")) {
                    groups = groups.concat(line);
                }
            }
        } catch (IOException e) {
            return "";
        }
        return groups;
    }

    /**
     * A word that no other process of this machine gets, in no container either, whatever the clock and the process ids say (random(4)).
     *
     * @return 12 hexadecimal digits
     */
    public static String uniqueWord() {
        try {
            String word = read("/proc/sys/kernel/random/uuid");
            return word.substring(24, 36);
        } catch (IOException | IndexOutOfBoundsException e) {
            return Long.toHexString(System.nanoTime());
        }
    }

    private static String link(String file) {
        try {
            return Files.readSymbolicLink(Path.of(file)).toString();
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * Whether every user of the machine has his own number here; in a user namespace of a container most have none.
     *
     * @return true also where /proc does not tell
     */
    static boolean seesAllUsers() {
        try {
            StringTokenizer words = new StringTokenizer(read("/proc/self/uid_map"));
            return words.countTokens() == 3 && words.nextToken().equals("0") && words.nextToken().equals("0")
                    && words.nextToken().equals("4294967295");
        } catch (IOException e) {
            return true;
        }
    }

    /**
     * How the file system of a path is mounted.
     *
     * @param path absolute
     * @return its options, separated by commas, as in /proc/self/mounts (proc(5)); empty where that does not tell
     */
    public static String mountOptions(String path) {
        String options = "";
        int longest = -1;
        try {
            StringTokenizer lines = new StringTokenizer(read("/proc/self/mounts"), "\n");
            while (lines.hasMoreTokens()) {
                StringTokenizer words = new StringTokenizer(lines.nextToken(), " ");
                words.nextToken();
                String mount = words.nextToken();
                words.nextToken();
                boolean holds = path.equals(mount) || path.startsWith(mount.endsWith("/") ? mount : mount + "/");
                if (holds && mount.length() >= longest) {
                    longest = mount.length();
                    options = words.nextToken();
                }
            }
        } catch (IOException e) {
            return "";
        }
        return options;
    }

    /**
     * The JVM's own command line; {@code sun.java.command} loses the boundaries between arguments.
     *
     * @return program and arguments
     * @throws IOException where /proc does not tell
     */
    public static List<String> commandLine() throws IOException {
        return words(read("/proc/self/cmdline"));
    }

    /** What proc(5) ends with a zero byte each. */
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int from = 0;
        for (int to = text.indexOf('\0'); to >= 0; to = text.indexOf('\0', from)) {
            words.add(text.substring(from, to));
            from = to + 1;
        }
        return words;
    }

    /**
     * Whether this process has a file mapped.
     *
     * @param file absolute path
     * @return false also where /proc does not tell
     */
    public static boolean maps(String file) {
        try {
            return read("/proc/self/maps").contains(file);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Whether a descriptor was opened by this program: those that came with exec(2) cannot be marked to be closed by it.
     *
     * @param descriptor number
     * @return false also where /proc does not tell
     */
    public static boolean hasOpened(int descriptor) {
        try {
            StringTokenizer words = new StringTokenizer(read("/proc/self/fdinfo/".concat(Integer.toString(descriptor))));
            while (words.hasMoreTokens()) {
                if (words.nextToken().equals("flags:")) {
                    return (Integer.parseInt(words.nextToken(), 8) & CLOSED_BY_EXEC) != 0;
                }
            }
        } catch (IOException | RuntimeException e) {
            return false;
        }
        return false;
    }

    /**
     * The host's name.
     *
     * @return as {@code uname -n} prints it
     */
    public static String host() {
        try {
            return read("/proc/sys/kernel/hostname").trim();
        } catch (IOException e) {
            return "an unknown host";
        }
    }

    /** Through the oldest class that reads files: it is the one that every JVM has loaded before main. */
    static String read(String file) throws IOException {
        try (FileInputStream in = new FileInputStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
