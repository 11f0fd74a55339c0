package io.classcast.stage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

/** What is staged below a directory of this node: looked at, verified, removed. One thread. */
public final class StagedTree {
    private static final int BUFFER = 1 << 20;

    private final Path root;
    private final List<StagedEntry> entries;

    private StagedTree(Path root, List<StagedEntry> entries) {
        this.root = root;
        this.entries = entries;
    }

    /**
     * Reads what is recorded.
     *
     * @param root the staged directory
     * @return empty where nothing was ever staged
     * @throws IOException where the record cannot be read
     */
    public static StagedTree read(Path root) throws IOException {
        Path absolute = root.toAbsolutePath().normalize();
        return new StagedTree(absolute, new ArrayList<>(Journal.read(absolute.resolve(StagedPath.OWN)).entries().values()));
    }

    /**
     * All of it.
     *
     * @return by path
     */
    public List<StagedEntry> entries() {
        return Collections.unmodifiableList(entries);
    }

    /**
     * Bytes of all files.
     *
     * @return as recorded
     */
    public long bytes() {
        return entries.stream().mapToLong(StagedEntry::size).sum();
    }

    /**
     * When something was staged last.
     *
     * @return milliseconds since 1970; 0 where nothing was
     * @throws IOException where that cannot be told
     */
    public long lastStaged() throws IOException {
        Path journal = root.resolve(StagedPath.OWN).resolve(Journal.FILE);
        return Files.exists(journal) ? Files.getLastModifiedTime(journal).toMillis() : 0;
    }

    /**
     * Compares names, kinds, sizes, times and permissions with the record.
     *
     * @return a line for each difference
     */
    public List<String> differences() {
        return compare((entry, difference) -> difference);
    }

    /**
     * Reads every file again, and compares its digest, too.
     *
     * @param progress told how many bytes were read
     * @return a line for each difference
     */
    public List<String> verify(Progress progress) {
        byte[] buffer = new byte[BUFFER];
        Sha256 digest = new Sha256();
        return compare((entry, difference) -> difference.isEmpty() && entry.kind() == EntryKind.FILE ? content(entry, buffer, digest, progress) : difference);
    }

    /** Looks closer at an entry that may differ already. */
    private interface Look {
        String difference(StagedEntry entry, String difference);
    }

    private List<String> compare(Look look) {
        List<String> lines = new ArrayList<>();
        String missing = null;
        for (StagedEntry entry : entries) {
            if (missing != null && entry.path().startsWith(missing)) {
                // The directory that is missing stands for what was in it.
                continue;
            }
            String difference = Presence.difference(root, entry);
            missing = !difference.isEmpty() && entry.kind() == EntryKind.DIRECTORY ? entry.path() + '/' : null;
            difference = look.difference(entry, difference);
            if (!difference.isEmpty()) {
                lines.add(StagedPath.shown(entry.path()) + ' ' + difference);
            }
        }
        return lines;
    }

    private String content(StagedEntry entry, byte[] buffer, Sha256 digest, Progress progress) {
        try (InputStream in = Files.newInputStream(root.resolve(entry.path()), LinkOption.NOFOLLOW_LINKS)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, n);
                progress.read(n);
            }
            return HexFormat.of().formatHex(digest.end()).equals(entry.digest()) ? "" : "has other bytes than were staged";
        } catch (IOException e) {
            digest.end();
            return "cannot be read: " + Problems.reason(e);
        }
    }

    /**
     * Removes what was staged, and our record of it; what others put there stays.
     *
     * @return how many entries were removed
     * @throws IOException where that fails, or another process writes there
     */
    public int remove() throws IOException {
        int removed = 0;
        Path own = root.resolve(StagedPath.OWN);
        try (StageDirectory directory = StageDirectory.open(root)) {
            List<String> paths = new ArrayList<>(directory.journal().entries().keySet());
            Collections.reverse(paths);
            for (String path : paths) {
                directory.remove(path);
                removed++;
            }
        }
        StageDirectory.deleteTree(own);
        try {
            Files.delete(root);
        } catch (DirectoryNotEmptyException e) {
            // Somebody else's files are in it.
            return removed;
        }
        return removed;
    }

    /**
     * How old it is.
     *
     * @param now milliseconds since 1970
     * @return milliseconds since something was staged
     * @throws IOException where that cannot be told
     */
    public long ageMillis(long now) throws IOException {
        return Math.max(0, now - lastStaged());
    }
}
