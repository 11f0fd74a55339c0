package io.classcast.stage;

import io.classcast.PrivateFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * A directory that is staged into, on this node. What is being written lies in {@code .classcast/part} and gets its name when it
 * is complete; {@code .classcast/staged} is the {@link Journal}. Nothing is ever written through a symbolic link, and nothing
 * that stage did not make is replaced or removed. Thread-safe, but for opening and closing.
 */
final class StageDirectory implements Closeable {
    static final String PARTS = "part";
    static final String LOCK = "lock";
    private static final FileAttribute<?> PRIVATE = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    /** At most, whatever the umask. */
    static final FileAttribute<?> NOTE = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--"));

    private final StageRoot place;
    private final Path root;
    private final Path parts;
    private final Journal journal;
    private final TreeDirectories directories;
    private final Presence presence;
    private final FileChannel lock;
    private final AtomicLong partNumber = new AtomicLong();

    private StageDirectory(StageRoot place, Journal journal, FileChannel lock) throws IOException {
        this.place = place;
        this.journal = journal;
        this.lock = lock;
        root = place.root();
        parts = place.own().resolve(PARTS);
        directories = new TreeDirectories(root, journal);
        presence = new Presence(root);
    }

    /**
     * Opens it for writing; makes it where it is missing.
     *
     * @param directory as the user names it
     * @return locked, without leftovers of stages that were cut off
     * @throws IOException where it cannot be written to, or another process writes to it
     */
    static StageDirectory open(Path directory) throws IOException {
        return open(directory, false);
    }

    /**
     * Opens it for {@link #removeAll}, which needs no space on the disk.
     *
     * @param directory as the user names it
     * @return locked
     * @throws IOException where it cannot be written to, or another process writes to it
     */
    static StageDirectory openToRemove(Path directory) throws IOException {
        return open(directory, true);
    }

    private static StageDirectory open(Path directory, boolean toRemove) throws IOException {
        StageRoot place = StageRoot.prepare(directory);
        FileChannel lock = PrivateFiles.open(place.own().resolve(LOCK));
        boolean opened = false;
        try {
            FileLock held = tryLock(lock);
            if (held == null) {
                throw new IOException("another bcastjar is writing to " + place.root() + "; wait for its end");
            }
            StageDirectory open = new StageDirectory(place, Journal.read(place.own()), lock);
            deleteTree(open.parts);
            if (toRemove) {
                open.journal.openToRemove();
            } else {
                Files.createDirectory(open.parts, PRIVATE);
                open.journal.open();
            }
            open.noteWhatIsMade();
            opened = true;
            return open;
        } finally {
            if (!opened) {
                lock.close();
            }
        }
    }

    /** A journal of an earlier version does not say what stage made: all that looks as it was staged. */
    private void noteWhatIsMade() throws IOException {
        if (!journal.notesMade()) {
            Map<String, Long> made = new TreeMap<>();
            for (StagedEntry entry : journal.entries().values()) {
                if (entry.kind() == EntryKind.DIRECTORY ? TreeDirectories.isReal(root.resolve(entry.path())) : presence.difference(entry).isEmpty()) {
                    made.put(entry.path(), Presence.inode(root.resolve(entry.path())));
                }
            }
            journal.noteMade(made);
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    Path root() {
        return root;
    }

    Path own() {
        return place.own();
    }

    Journal journal() {
        return journal;
    }

    /** Room for ordinary users. */
    long usableBytes() {
        return root.toFile().getUsableSpace();
    }

    /** What the journal has and is still there as it was written; looks at names, kinds, owners, sizes and times, not at contents. */
    List<StagedEntry> present() throws IOException {
        List<StagedEntry> present = new ArrayList<>();
        for (StagedEntry entry : journal.entries().values()) {
            Long made = journal.made(entry.path());
            if (presence.difference(entry).isEmpty() && (made == null || made == Presence.inode(root.resolve(entry.path())))) {
                present.add(entry);
            }
        }
        return present;
    }

    /** A new file for bytes on their way. */
    Path newPart() {
        return parts.resolve(Long.toString(partNumber.incrementAndGet()));
    }

    /** Gives a complete file its name, its times and its permissions. */
    void commit(Path part, StagedEntry entry) throws IOException {
        // The JDK opens a file to set its time, which the mode may forbid (UnixFileAttributeViews).
        Files.setLastModifiedTime(part, FileTime.from(entry.mtime(), TimeUnit.NANOSECONDS));
        Files.setAttribute(part, "unix:mode", entry.mode());
        Path target = give(part, entry);
        journal.add(entry);
        // Renaming changes it, too.
        journal.ctime(entry.path(), Presence.ctime(target));
    }

    /** Returns where it is then. */
    private Path give(Path part, StagedEntry entry) throws IOException {
        Path target = directories.parentOf(entry.path(), this::removeNoDirectory).resolve(name(entry.path()));
        removeOther(entry.path(), entry.kind());
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS) && journal.get(entry.path()) == null
                && !presence.isStaged(entry.path(), null, journal.made(entry.path()), null)) {
            throw new IOException("something that was not staged is there; remove it, or stage somewhere else");
        }
        if (TreeDirectories.isReal(target)) {
            // What is noted of it stays: who empties it can have it removed.
            throw new IOException("a directory is there; remove it, or stage somewhere else");
        }
        Long before = journal.made(entry.path());
        journal.made(entry.path(), Presence.inode(part));
        boolean moved = false;
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            moved = true;
        } finally {
            if (!moved) {
                journal.madeAgain(entry.path(), before);
            }
        }
        return target;
    }

    /** Makes a directory; {@link #finishDirectories} gives it its time and its permissions. */
    void directory(StagedEntry entry) throws IOException {
        if (!entry.path().isEmpty()) {
            directories.add(entry, this::removeNoDirectory);
        }
    }

    /** Directories that were filled get their permissions and times. */
    void finishDirectories() throws IOException {
        directories.finish();
    }

    /** Makes a link of either kind, under another name first. */
    void link(StagedEntry entry) throws IOException {
        Path part = newPart();
        if (entry.kind() == EntryKind.SYMBOLIC_LINK) {
            Files.createSymbolicLink(part, Path.of(entry.target()));
        } else {
            Path other = directories.parentOf(entry.target(), this::removeNoDirectory).resolve(name(entry.target()));
            if (!Files.isRegularFile(other, LinkOption.NOFOLLOW_LINKS)) {
                throw new NoSuchFileException(entry.target(), null, "is no file that " + entry.path() + " could be another name of");
            }
            if (entry.target().equals(entry.path())) {
                // tar(1) has a file that was named twice as a link to itself.
                return;
            }
            Files.createLink(part, other);
        }
        try {
            give(part, entry);
        } finally {
            // A rename between two names of one file does nothing (rename(2)).
            Files.deleteIfExists(part);
        }
        journal.add(entry);
    }

    /**
     * Removes what stage made under a name; what the user put or wrote there stays, and is not recorded any more.
     *
     * @param path below the root
     * @return whether something of the user's stays there, other than a directory
     * @throws IOException where it cannot be removed
     */
    boolean remove(String path) throws IOException {
        Path target = root.resolve(path);
        if (!directories.enterAbove(path)) {
            journal.remove(path);
            return false;
        }
        if (presence.isStaged(path, journal.get(path), journal.made(path), journal.ctime(path))) {
            try {
                Files.delete(target);
                directories.forget(path);
            } catch (DirectoryNotEmptyException e) {
                return false;
            }
        }
        journal.remove(path);
        return Files.exists(target, LinkOption.NOFOLLOW_LINKS) && !TreeDirectories.isReal(target);
    }

    /**
     * Removes all that stage made, our record of it, and the directory itself where stage made it.
     *
     * @return what was removed, and what stays
     * @throws IOException where our own files cannot be removed
     */
    Removal removeAll() throws IOException {
        Map<String, StagedEntry> entries = journal.entries();
        TreeSet<String> paths = new TreeSet<>(journal.made().keySet());
        paths.addAll(entries.keySet());
        Removal removal = new Removal();
        for (String path : paths.descendingSet()) {
            try {
                if (remove(path)) {
                    removal.stays(path);
                } else {
                    removal.removed(entries.get(path));
                }
            } catch (IOException e) {
                removal.fails(path, e);
            }
        }
        directories.finish();
        if (removal.failures().isEmpty()) {
            journal.close();
            place.remove();
        }
        return removal;
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private void removeNoDirectory(String path) throws IOException {
        removeOther(path, EntryKind.DIRECTORY);
    }

    /** What we staged earlier under a name, where it was of another kind. */
    private void removeOther(String path, EntryKind wanted) throws IOException {
        StagedEntry old = journal.get(path);
        if (old == null || old.kind() == wanted) {
            return;
        }
        if (old.kind() == EntryKind.DIRECTORY) {
            TreeSet<String> below = new TreeSet<>(journal.made().keySet());
            below.addAll(journal.entries().keySet());
            for (String other : below.descendingSet()) {
                if (other.startsWith(path + '/')) {
                    remove(other);
                }
            }
        }
        remove(path);
    }

    /** Files that a job may ask for beside the staged ones, such as where the JDK was; replaced as a whole. */
    void note(String name, String text) throws IOException {
        Path part = newPart();
        Files.createFile(part, NOTE);
        Files.write(part, text.getBytes(StandardCharsets.UTF_8));
        Files.move(part, own().resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    static void deleteTree(Path top) throws IOException {
        if (!Files.exists(top, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> files = Files.walk(top)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            deleteTree(parts);
            journal.close();
        } finally {
            lock.close();
        }
    }
}
