package io.classcast.stage;

import java.util.Locale;

/**
 * A file, directory or link below a staged directory.
 *
 * @param path relative, see {@link StagedPath}
 * @param kind what it is
 * @param mode permission bits, as in inode(7)
 * @param mtime last modification, nanoseconds since 1970
 * @param size bytes of a file; else 0
 * @param target of a link; else empty
 * @param digest SHA-256 of a file's bytes, hexadecimal; empty where not known yet, and for others
 */
public record StagedEntry(String path, EntryKind kind, int mode, long mtime, long size, String target, String digest) {
    private static final int WRITABLE = 0222;
    private static final int PERMISSIONS = 0777;
    private static final int WRITABLE_BY_OTHERS = 0022;

    static StagedEntry file(String path, int mode, long mtime, long size) {
        return new StagedEntry(path, EntryKind.FILE, mode & PERMISSIONS & ~WRITABLE, mtime, size, "", "");
    }

    static StagedEntry directory(String path, int mode, long mtime) {
        // Who could write to it could swap what is in it; the owner must be able to use it.
        return new StagedEntry(path, EntryKind.DIRECTORY, mode & PERMISSIONS & ~WRITABLE_BY_OTHERS | 0500, mtime, 0, "", "");
    }

    static StagedEntry symbolicLink(String path, String target) {
        return new StagedEntry(path, EntryKind.SYMBOLIC_LINK, PERMISSIONS, 0, 0, target, "");
    }

    static StagedEntry hardLink(String path, String target) {
        return new StagedEntry(path, EntryKind.HARD_LINK, PERMISSIONS, 0, 0, target, "");
    }

    StagedEntry withDigest(String hex) {
        return new StagedEntry(path, kind, mode, mtime, size, target, hex);
    }

    /** Whether a source that looks like this one has not changed since: the content is not looked at. */
    boolean looksLike(StagedEntry other) {
        return kind == other.kind && mode == other.mode && mtime == other.mtime && size == other.size && target.equals(other.target);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s %s", kind.letter(), path);
    }
}
