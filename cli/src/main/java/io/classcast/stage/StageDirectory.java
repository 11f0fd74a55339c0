package io.classcast.stage;

import io.classcast.OwnProcess;
import io.classcast.PrivateFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * A directory that is staged into, on this node. What is being written lies in {@code .classcast/part} and gets its name when it
 * is complete; {@code .classcast/staged} is the {@link Journal}. Nothing is ever written through a symbolic link. Thread-safe,
 * but for opening and closing.
 */
final class StageDirectory implements Closeable {
    private static final String PARTS = "part";
    private static final FileAttribute<?> PRIVATE = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    /** At most, whatever the umask: what is staged may be read by others, and never be written to. */
    private static final FileAttribute<?> READABLE = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"));
    private static final FileAttribute<?> NOTE = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--"));
    private static final int WRITABLE_BY_ALL = 0002;

    private final Path root;
    private final Path own;
    private final Path parts;
    private final Journal journal;
    private final FileChannel lock;
    /** Directories below the root that are known to be real ones. */
    private final Set<Path> real = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> times = new ConcurrentHashMap<>();
    private final AtomicLong partNumber = new AtomicLong();

    private StageDirectory(Path root, Path own, Journal journal, FileChannel lock) {
        this.root = root;
        this.own = own;
        this.journal = journal;
        this.lock = lock;
        parts = own.resolve(PARTS);
    }

    /**
     * Opens it for writing; makes it where it is missing.
     *
     * @param root the directory
     * @return locked, without leftovers of stages that were cut off
     * @throws IOException where it cannot be written to, or another process writes to it
     */
    static StageDirectory open(Path root) throws IOException {
        Path absolute = root.toAbsolutePath().normalize();
        Path own = prepare(absolute);
        FileChannel lock = PrivateFiles.open(own.resolve("lock"));
        boolean opened = false;
        try {
            FileLock held = tryLock(lock);
            if (held == null) {
                throw new IOException("another bcastjar is writing to " + absolute + "; wait for its end");
            }
            StageDirectory directory = new StageDirectory(absolute, own, Journal.read(own), lock);
            deleteTree(directory.parts);
            Files.createDirectory(directory.parts, PRIVATE);
            directory.journal.open();
            opened = true;
            return directory;
        } finally {
            if (!opened) {
                lock.close();
            }
        }
    }

    /**
     * Makes the directory and our own one in it, or checks those that are there: nobody else may change what is staged.
     *
     * @param root the directory
     * @return our own directory in it
     * @throws IOException where they cannot be made, or others can change them
     */
    static Path prepare(Path root) throws IOException {
        Files.createDirectories(root, READABLE);
        String danger = PrivateFiles.danger(root);
        if (danger != null) {
            throw new IOException(root + " " + danger + "; stage somewhere else");
        }
        Path own = root.resolve(StagedPath.OWN);
        try {
            Files.createDirectory(own, READABLE);
        } catch (FileAlreadyExistsException e) {
            mustBeOurs(own);
        }
        return own;
    }

    private static void mustBeOurs(Path own) throws IOException {
        Map<String, Object> found = Files.readAttributes(own, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
        int mode = (int) found.get("mode");
        if ((mode & 0170000) != 0040000 || (mode & WRITABLE_BY_ALL) != 0 || !OwnProcess.uid().equals(found.get("uid").toString())) {
            throw new IOException(own + " is not a directory that only this user writes to (mode " + Integer.toOctalString(mode)
                    + ", user " + found.get("uid") + "); stage somewhere else");
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
        return own;
    }

    Journal journal() {
        return journal;
    }

    /** Room for ordinary users. */
    long usableBytes() {
        return root.toFile().getUsableSpace();
    }

    /** What the journal has and is still there as it was written; looks at names, kinds, sizes and times, not at contents. */
    List<StagedEntry> present() {
        List<StagedEntry> present = new ArrayList<>();
        for (StagedEntry entry : journal.entries().values()) {
            if (Presence.looksPresent(root, entry)) {
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
        Path target = parentOf(entry.path()).resolve(name(entry.path()));
        Files.setAttribute(part, "unix:mode", entry.mode());
        Files.setLastModifiedTime(part, FileTime.from(entry.mtime(), TimeUnit.NANOSECONDS));
        removeOther(target, entry.kind());
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        journal.add(entry);
    }

    /** Makes a directory; its time is set by {@link #finishDirectories}. */
    void directory(StagedEntry entry) throws IOException {
        if (entry.path().isEmpty()) {
            return;
        }
        Path target = parentOf(entry.path()).resolve(name(entry.path()));
        if (!isRealDirectory(target)) {
            removeOther(target, EntryKind.DIRECTORY);
            try {
                Files.createDirectory(target, READABLE);
            } catch (FileAlreadyExistsException e) {
                throw new IOException(target + " is in the way", e);
            }
        }
        Files.setAttribute(target, "unix:mode", entry.mode());
        real.add(target);
        times.put(entry.path(), entry.mtime());
        journal.add(entry);
    }

    /** Writing into a directory changes its time, so this comes last. */
    void finishDirectories() throws IOException {
        List<String> deepestFirst = new ArrayList<>(times.keySet());
        deepestFirst.sort(Collections.reverseOrder());
        for (String path : deepestFirst) {
            Files.setLastModifiedTime(root.resolve(path), FileTime.from(times.get(path), TimeUnit.NANOSECONDS));
        }
        times.clear();
    }

    /** Makes a link of either kind, under another name first. */
    void link(StagedEntry entry) throws IOException {
        Path target = parentOf(entry.path()).resolve(name(entry.path()));
        Path part = newPart();
        if (entry.kind() == EntryKind.SYMBOLIC_LINK) {
            Files.createSymbolicLink(part, Path.of(entry.target()));
        } else {
            Path other = parentOf(entry.target()).resolve(name(entry.target()));
            if (!Files.isRegularFile(other, LinkOption.NOFOLLOW_LINKS)) {
                throw new NoSuchFileException(entry.target(), null, "is no file that " + entry.path() + " could be another name of");
            }
            Files.createLink(part, other);
        }
        removeOther(target, entry.kind());
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        // A rename between two names of one file does nothing (rename(2)).
        Files.deleteIfExists(part);
        journal.add(entry);
    }

    /** What was staged at a place and is not any more; what others put there stays. */
    void remove(String path) throws IOException {
        StagedEntry entry = journal.get(path);
        if (entry != null) {
            Path target = root.resolve(path);
            if (isBelowRealDirectories(path)) {
                if (entry.kind() == EntryKind.DIRECTORY) {
                    real.remove(target);
                    times.remove(path);
                    deleteIfEmpty(target);
                } else if (!isRealDirectory(target)) {
                    Files.deleteIfExists(target);
                }
            }
            journal.remove(path);
        }
    }

    private static void deleteIfEmpty(Path directory) throws IOException {
        if (isRealDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                if (files.findAny().isPresent()) {
                    return;
                }
            }
            Files.delete(directory);
        }
    }

    /** The real directory that a path is to be made in; missing ones are made. */
    private Path parentOf(String path) throws IOException {
        Path parent = root;
        int from = 0;
        for (int to = path.indexOf('/'); to >= 0; to = path.indexOf('/', from)) {
            parent = parent.resolve(path.substring(from, to));
            from = to + 1;
            if (!real.contains(parent)) {
                if (!isRealDirectory(parent)) {
                    removeOther(parent, EntryKind.DIRECTORY);
                    try {
                        Files.createDirectory(parent, READABLE);
                    } catch (FileAlreadyExistsException e) {
                        if (!isRealDirectory(parent)) {
                            throw new IOException(parent + " is in the way: it is no directory", e);
                        }
                    }
                }
                real.add(parent);
            }
        }
        return parent;
    }

    private boolean isBelowRealDirectories(String path) {
        Path parent = root;
        int from = 0;
        for (int to = path.indexOf('/'); to >= 0; to = path.indexOf('/', from)) {
            parent = parent.resolve(path.substring(from, to));
            from = to + 1;
            if (!isRealDirectory(parent)) {
                return false;
            }
        }
        return true;
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static boolean isRealDirectory(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** What we staged earlier under a name, where it was of another kind. */
    private void removeOther(Path target, EntryKind wanted) throws IOException {
        String path = root.relativize(target).toString();
        StagedEntry old = journal.get(path);
        if (old == null || old.kind() == wanted) {
            return;
        }
        if (old.kind() == EntryKind.DIRECTORY) {
            List<String> below = new ArrayList<>();
            for (String other : journal.entries().keySet()) {
                if (other.startsWith(path + '/')) {
                    below.add(other);
                }
            }
            Collections.reverse(below);
            for (String other : below) {
                remove(other);
            }
        }
        remove(path);
    }

    /** Files that a job may ask for beside the staged ones, such as where the JDK was; replaced as a whole. */
    void note(String name, String text) throws IOException {
        Path part = newPart();
        Files.createFile(part, NOTE);
        Files.write(part, text.getBytes(StandardCharsets.UTF_8));
        Files.move(part, own.resolve(name), StandardCopyOption.ATOMIC_MOVE);
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
