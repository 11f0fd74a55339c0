package io.classcast.stage;

import io.classcast.TrustedPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What is staged below a directory of this node: looked at, verified, removed. One thread. */
public final class StagedTree {
    private final Path root;
    private final Presence presence;
    private final List<StagedEntry> entries;

    private StagedTree(Path root, List<StagedEntry> entries) throws IOException {
        this.root = root;
        this.presence = new Presence(root);
        this.entries = entries;
    }

    /**
     * Reads what is recorded.
     *
     * @param root the staged directory
     * @return empty where nothing was ever staged
     * @throws IOException where the record cannot be read, or a link of another user leads there
     */
    public static StagedTree read(Path root) throws IOException {
        Path absolute = TrustedPath.resolve(root);
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
        return compare((entry, difference) -> difference.isEmpty() && entry.kind() == EntryKind.FILE ? content(entry, progress) : difference);
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
            String difference = presence.difference(entry);
            missing = !difference.isEmpty() && entry.kind() == EntryKind.DIRECTORY ? entry.path() + '/' : null;
            difference = look.difference(entry, difference);
            if (!difference.isEmpty()) {
                lines.add(StagedPath.shown(entry.path()) + ' ' + difference);
            }
        }
        return lines;
    }

    private String content(StagedEntry entry, Progress progress) {
        try {
            return presence.hasContent(entry, progress) ? "" : "has other bytes than were staged";
        } catch (IOException e) {
            return "cannot be read: " + Problems.reason(e);
        }
    }

    /**
     * Removes what stage made, and our record of it; what others put there, or wrote into, stays.
     *
     * @return what was removed, and what stays
     * @throws IOException where another process writes there, or others could turn us elsewhere meanwhile
     */
    public Removal remove() throws IOException {
        try (StageDirectory directory = StageDirectory.openToRemove(root)) {
            return directory.removeAll();
        }
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
