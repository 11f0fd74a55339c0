package io.classcast.store;

import io.classcast.ClasscastException;
import io.classcast.NativeMemory;
import io.classcast.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One job's store on this node: a flat directory of the files {@code index}, {@code lease}, {@code report-N.json} and the
 * copies. It is built as {@code JOB.new} and gets its name when it is complete, so a half-written store is never found
 * under its final name.
 */
public final class NodeStore {
    /** Name of the index file. */
    public static final String INDEX = "index";
    /** End of a store's name before it is published. */
    static final String UNFINISHED = ".new";
    /** What the store is for. */
    private static final String IDENTITY = "identity";
    /** Its time says until when a store without users is kept. */
    private static final String KEPT = "kept";
    /** There where the store is not kept, whoever asks for it. */
    private static final String PASSING = "passing";
    /** A directory without a lease is one that is just being made, unless it is older than this. */
    private static final long LEASELESS_MILLIS = 3_600_000;
    /** The longest that can be asked for, a week, and a day: a later time was written when the clock was wrong. */
    private static final long LONGEST_KEPT_MILLIS = 8 * 86_400_000L;
    private static final long SWEEP_PATIENCE_MILLIS = 2_000;

    private final Path directory;
    private final Lease lease;
    /** Closes the store where the JVM is told to end before somebody else sees to that; null afterwards. */
    private Leaving leaving;

    private NodeStore(Path directory, Lease lease, Leaving leaving) {
        this.directory = directory;
        this.lease = lease;
        this.leaving = leaving;
        leaving.store = this;
    }

    private static NodeStore watched(Path directory, Lease lease) {
        NodeStore store = new NodeStore(directory, lease, new Leaving());
        try {
            Runtime.getRuntime().addShutdownHook(store.leaving);
        } catch (IllegalStateException e) {
            // A collective that was left behind has come through, and nobody would remove the store.
            store.close(null, 0);
            throw new ClasscastException("the JVM is ending", e);
        }
        return store;
    }

    /**
     * Makes an empty, unpublished store, and removes stores that nobody uses any more (left by JVMs that were killed).
     *
     * @param base where
     * @param job name of the store, unique
     * @return the store, with this JVM's lease
     * @throws ClasscastException where it cannot be made; the message names the directory
     */
    public static NodeStore create(StoreBase base, String job) {
        Path directory = base.directory().resolve(job + UNFINISHED);
        try {
            base.prepare();
            sweep(base, false, 0);
            PrivateFiles.createDirectory(directory);
            return watched(directory, Lease.create(directory));
        } catch (IOException e) {
            throw failure("cannot make the node store " + directory, e);
        }
    }

    /**
     * One sweeps, the others need not; where they want to, they do not wait for long: one that is stopped does no harm, since whatever is
     * removed is taken out of the way by its name first.
     */
    private static List<Path> sweep(StoreBase base, boolean kept, long patienceMillis) throws IOException {
        try (FileChannel mutex = PrivateFiles.open(base.directory().resolve("lock"))) {
            return lock(mutex, patienceMillis) || patienceMillis > 0 ? sweepAll(base, kept) : List.of();
        }
    }

    private static boolean lock(FileChannel mutex, long patienceMillis) throws IOException {
        long deadline = System.nanoTime() + patienceMillis * 1_000_000;
        while (true) {
            try {
                if (mutex.tryLock() != null) {
                    return true;
                }
            } catch (OverlappingFileLockException e) {
                // Another thread of this JVM; it will be done soon.
            }
            if (System.nanoTime() >= deadline) {
                return false;
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }

    /**
     * Joins a published store.
     *
     * @param directory the store
     * @return the store, with this JVM's lease
     * @throws ClasscastException where it is not there or not readable
     */
    public static NodeStore join(Path directory) {
        try {
            return watched(directory, Lease.join(directory));
        } catch (IOException e) {
            throw failure("cannot join the node store " + directory, e);
        }
    }

    /**
     * Removes the stores that nobody uses, and the archives that nobody wants any more.
     *
     * @param base where
     * @param kept also those that are kept for JVMs to come
     * @return the stores and archives that were removed
     * @throws ClasscastException where the base cannot be read
     */
    public static List<Path> sweep(StoreBase base, boolean kept) {
        if (!Files.isDirectory(base.directory())) {
            return List.of();
        }
        try {
            base.prepare();
            return sweep(base, kept, SWEEP_PATIENCE_MILLIS);
        } catch (IOException e) {
            throw failure("cannot look after " + base.directory(), e);
        }
    }

    private static List<Path> sweepAll(StoreBase base, boolean kept) throws IOException {
        List<Path> removed = new ArrayList<>();
        for (String name : names(base.directory())) {
            Path store = base.directory().resolve(name);
            if (Files.isDirectory(store) && isAbandoned(store, kept)) {
                StoreRemoval.remove(store);
                removed.add(store);
            }
        }
        for (String name : names(base.directory())) {
            Path file = base.directory().resolve(name);
            if (LockTurn.sweep(file)) {
                continue;
            }
            if (StorePointer.isOver(file)) {
                Files.deleteIfExists(file);
            } else if (ClassArchive.sweep(file, kept)) {
                removed.add(file);
            }
        }
        return removed;
    }

    private static boolean isAbandoned(Path store, boolean kept) {
        try {
            return (kept || !isKept(store)) && Lease.isAbandoned(store);
        } catch (NoSuchFileException e) {
            try {
                return Math.abs(System.currentTimeMillis() - Files.getLastModifiedTime(store).toMillis()) > LEASELESS_MILLIS;
            } catch (IOException gone) {
                return false;
            }
        } catch (IOException | OverlappingFileLockException e) {
            return false;
        }
    }

    /** Whether a JVM that has left wanted the store to be kept until later than now. */
    private static boolean isKept(Path store) {
        if (store.resolve(PASSING).toFile().exists()) {
            return false;
        }
        long ahead = store.resolve(KEPT).toFile().lastModified() - System.currentTimeMillis();
        return ahead > 0 && ahead < LONGEST_KEPT_MILLIS;
    }

    /**
     * The directory of the store's files.
     *
     * @return absolute path
     */
    public Path directory() {
        return directory;
    }

    /**
     * Gives the complete store its final name.
     *
     * @return the store under that name; this object must not be used any more
     * @throws ClasscastException where that fails
     */
    public NodeStore publish() {
        Path target = published(directory);
        try {
            // rename(2) is atomic; the target cannot exist, since its name is unique.
            if (!directory.toFile().renameTo(target.toFile())) {
                throw new IOException("rename failed");
            }
            return new NodeStore(target, lease, leaving);
        } catch (IOException e) {
            throw failure("cannot publish the node store " + target, e);
        }
    }

    /** From now on a shutdown hook of the caller's closes this store. */
    public void handOver() {
        try {
            Runtime.getRuntime().removeShutdownHook(leaving);
        } catch (IllegalStateException e) {
            // The JVM is ending: the hook runs, and whoever comes second finds the lease given back.
        }
    }

    /** Gives the store back where the JVM is told to end (SIGTERM of a launcher) before the application has begun. */
    private static final class Leaving extends Thread {
        private volatile NodeStore store;

        Leaving() {
            super("classcast-leaving");
        }

        @Override
        public void run() {
            store.close(null, 0);
        }
    }

    /** What the last JVM does with a store before it is removed. */
    public interface LastOne {
        /**
         * Called while the files are still there.
         *
         * @param directory of the store
         */
        void leave(Path directory);
    }

    /**
     * Notes what an unpublished store is for.
     *
     * @param identity any text
     * @throws IOException where it cannot be written
     */
    public void identify(String identity) throws IOException {
        PrivateFiles.write(directory.resolve(IDENTITY), identity.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Whether the store is for just that.
     *
     * @param identity any text
     * @return false also where nothing was noted
     */
    public boolean isFor(String identity) {
        try {
            return Arrays.equals(NativeMemory.read(directory.resolve(IDENTITY).toFile()), identity.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            return false;
        }
    }

    /** Gives this JVM's lease back; nobody shall come to this store any more, so it goes with its last user. */
    public void closeOutdated() {
        doNotKeep();
        close(null, 0);
    }

    /** The store goes with its last user, whoever wants it to be kept. */
    public void doNotKeep() {
        try {
            PrivateFiles.write(directory.resolve(PASSING), new byte[0]);
        } catch (IOException e) {
            // It is kept for longer than it need be.
        }
        directory.resolve(KEPT).toFile().delete();
    }

    /**
     * Gives this JVM's lease back; the last one removes the store, or notes until when it is kept. Never throws: it runs while
     * the JVM ends.
     *
     * @param last called by the last JVM before the removal; may be null
     * @param keepMillis how long the store is kept for JVMs that come later
     */
    public void close(LastOne last, long keepMillis) {
        handOver();
        try {
            if (lease.release()) {
                if (last != null) {
                    last.leave(directory);
                }
                if (keepMillis > 0 && !directory.resolve(PASSING).toFile().exists()) {
                    keepUntil(System.currentTimeMillis() + keepMillis);
                } else if (!isKept(directory)) {
                    StorePointer.forget(directory);
                    StoreRemoval.remove(directory);
                }
            }
            lease.close();
        } catch (IOException e) {
            // Whatever is left, the next job on this node sweeps.
        }
    }

    /** The time is there with the file: who sweeps meanwhile finds either the old one or the new one. */
    private void keepUntil(long millis) throws IOException {
        Path kept = directory.resolve(KEPT);
        if (kept.toFile().lastModified() < millis) {
            Path part = directory.resolve(KEPT + ".part");
            PrivateFiles.write(part, new byte[0]);
            if (!part.toFile().setLastModified(millis) || !part.toFile().renameTo(kept.toFile())) {
                throw new IOException("cannot write " + kept);
            }
        }
    }

    static Path published(Path unfinished) {
        String name = unfinished.getFileName().toString();
        return unfinished.resolveSibling(name.substring(0, name.length() - UNFINISHED.length()));
    }

    /** {@code File.list}, since the streams of java.nio would load a dozen more classes before main. */
    static String[] names(Path directory) {
        String[] names = directory.toFile().list();
        return names == null ? new String[0] : names;
    }

    static ClasscastException failure(String what, IOException e) {
        String message = e.getMessage();
        String reason = message == null ? e.getClass().getSimpleName() : message;
        return new ClasscastException(what + " (" + reason + "); set the option store to a node-local directory with room",
                e);
    }
}
