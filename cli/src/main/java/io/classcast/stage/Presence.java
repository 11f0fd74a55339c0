package io.classcast.stage;

import io.classcast.OwnProcess;
import io.classcast.TrustedPath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Whether staged entries are still there as they were staged. One thread at a time. */
final class Presence {
    private static final int TYPE = 0170000;
    private static final int REGULAR = 0100000;
    private static final int DIRECTORY = 0040000;
    private static final int LINK = 0120000;
    private static final int PERMISSIONS = 0777;
    private static final int BUFFER = 1 << 20;

    private final Path root;
    /** Who staged: whoever owns our directory. */
    private final int owner;
    private byte[] buffer;

    /**
     * Prepares.
     *
     * @param root the staged directory
     * @throws IOException where its owner cannot be told
     */
    Presence(Path root) throws IOException {
        this.root = root;
        Path own = root.resolve(StagedPath.OWN);
        owner = Files.isDirectory(own, LinkOption.NOFOLLOW_LINKS) ? (int) look(own).get("uid") : Integer.parseInt(OwnProcess.uid());
    }

    private static Map<String, Object> look(Path path) throws IOException {
        return Files.readAttributes(path, "unix:uid,mode,ino,size,lastModifiedTime,ctime", LinkOption.NOFOLLOW_LINKS);
    }

    /** The inode number of a name, itself where it is a link. */
    static long inode(Path path) throws IOException {
        return (long) Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS);
    }

    /** When a file changed last, be it only its name, nanoseconds since 1970 (inode(7)). */
    static long ctime(Path path) throws IOException {
        return ((FileTime) Files.getAttribute(path, "unix:ctime", LinkOption.NOFOLLOW_LINKS)).to(TimeUnit.NANOSECONDS);
    }

    /**
     * Why an entry is not as it was staged, without a look at the content.
     *
     * @param entry of the journal
     * @return empty where there is no difference
     */
    String difference(StagedEntry entry) {
        Path path = root.resolve(entry.path());
        try {
            Map<String, Object> found = look(path);
            int mode = (int) found.get("mode");
            if ((mode & TYPE) != typeOf(entry)) {
                return "is something else now";
            }
            int uid = (int) found.get("uid");
            if (uid != owner && uid != 0) {
                return "belongs to another user now (" + uid + ")";
            }
            switch (entry.kind()) {
                case SYMBOLIC_LINK:
                    return leadsThere(path, entry) ? "" : "leads elsewhere now";
                case HARD_LINK:
                    return (long) found.get("ino") == inode(root.resolve(entry.target())) ? ""
                            : "is no other name of " + StagedPath.shown(entry.target()) + " any more";
                case DIRECTORY:
                    String danger = TrustedPath.dangerInside(path);
                    return danger != null && danger.startsWith("can be written") ? danger : "";
                default:
                    return difference(entry, found, mode);
            }
        } catch (IOException e) {
            return Files.exists(path, LinkOption.NOFOLLOW_LINKS) ? "cannot be looked at: " + e.getMessage() : "is missing";
        }
    }

    private static String difference(StagedEntry entry, Map<String, Object> found, int mode) {
        if ((long) found.get("size") != entry.size()) {
            return "has " + found.get("size") + " bytes, not " + entry.size();
        }
        if (!hasTime(found, entry)) {
            return "was written to";
        }
        return (mode & PERMISSIONS) == entry.mode() ? "" : "has other permissions";
    }

    private static int typeOf(StagedEntry entry) {
        return switch (entry.kind()) {
            case DIRECTORY -> DIRECTORY;
            case SYMBOLIC_LINK -> LINK;
            default -> REGULAR;
        };
    }

    private static boolean hasTime(Map<String, Object> found, StagedEntry entry) {
        return ((FileTime) found.get("lastModifiedTime")).to(TimeUnit.NANOSECONDS) == entry.mtime();
    }

    private static boolean leadsThere(Path link, StagedEntry entry) throws IOException {
        return Files.readSymbolicLink(link).toString().equals(entry.target());
    }

    /**
     * Whether what lies under a name is what stage made there, not something that the user has put in its place, or written into.
     *
     * @param path below the root
     * @param entry of the journal; null where a stage was cut off just before it noted that the file is complete
     * @param made the inode number that stage noted; null where it made nothing there
     * @param ctime the change time that stage noted; null where it is not known
     * @return false also where nothing is there
     * @throws IOException where that cannot be told
     */
    boolean isStaged(String path, StagedEntry entry, Long made, Long ctime) throws IOException {
        Path target = root.resolve(path);
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        Map<String, Object> found = look(target);
        boolean same = made != null && made == (long) found.get("ino");
        int type = (int) found.get("mode") & TYPE;
        if (entry == null || type == DIRECTORY) {
            return same && (entry == null || entry.kind() == EntryKind.DIRECTORY);
        }
        if (type != typeOf(entry)) {
            return false;
        }
        return switch (entry.kind()) {
            case SYMBOLIC_LINK -> leadsThere(target, entry);
            case FILE -> {
                boolean unwritten = (long) found.get("size") == entry.size() && hasTime(found, entry);
                // An inode number may be given to another file as soon as the first is gone.
                boolean untouched = same && unwritten && ctime != null && ctime == ((FileTime) found.get("ctime")).to(TimeUnit.NANOSECONDS);
                // A copy of it, or one whose time alone was changed, is told by its bytes.
                yield untouched || (same || unwritten) && (long) found.get("size") == entry.size() && hasContent(entry, Progress.NONE);
            }
            default -> same;
        };
    }

    /**
     * Reads a file, and compares its digest.
     *
     * @param entry of a file
     * @param progress told how many bytes were read
     * @return whether its bytes are those that were staged
     * @throws IOException where it cannot be read
     */
    boolean hasContent(StagedEntry entry, Progress progress) throws IOException {
        if (buffer == null) {
            buffer = new byte[BUFFER];
        }
        Sha256 digest = new Sha256();
        try (InputStream in = Files.newInputStream(root.resolve(entry.path()), LinkOption.NOFOLLOW_LINKS)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, n);
                progress.read(n);
            }
        }
        return HexFormat.of().formatHex(digest.end()).equals(entry.digest());
    }
}
