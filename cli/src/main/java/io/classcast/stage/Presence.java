package io.classcast.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Whether a staged entry is still there as it was staged. */
final class Presence {
    private static final int TYPE = 0170000;
    private static final int PERMISSIONS = 0777;

    private Presence() {
    }

    /** By name, kind, size, time and permissions alone. */
    static boolean looksPresent(Path root, StagedEntry entry) {
        return difference(root, entry).isEmpty();
    }

    /** Why it is not as it was staged, without a look at the content; or empty. */
    static String difference(Path root, StagedEntry entry) {
        Path path = root.resolve(entry.path());
        try {
            Map<String, Object> found = Files.readAttributes(path, "unix:mode,size,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
            int mode = (int) found.get("mode");
            int wanted = switch (entry.kind()) {
                case DIRECTORY -> 0040000;
                case SYMBOLIC_LINK -> 0120000;
                default -> 0100000;
            };
            if ((mode & TYPE) != wanted) {
                return "is something else now";
            }
            if (entry.kind() == EntryKind.SYMBOLIC_LINK) {
                return Files.readSymbolicLink(path).toString().equals(entry.target()) ? "" : "leads elsewhere now";
            }
            if (entry.kind() == EntryKind.FILE) {
                if ((long) found.get("size") != entry.size()) {
                    return "has " + found.get("size") + " bytes, not " + entry.size();
                }
                if (((FileTime) found.get("lastModifiedTime")).to(TimeUnit.NANOSECONDS) != entry.mtime()) {
                    return "was written to";
                }
                if ((mode & PERMISSIONS) != entry.mode()) {
                    return "has other permissions";
                }
            }
            return "";
        } catch (IOException e) {
            return Files.exists(path, LinkOption.NOFOLLOW_LINKS) ? "cannot be looked at: " + e.getMessage() : "is missing";
        }
    }
}
