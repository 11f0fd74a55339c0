package io.classcast.store;

import io.classcast.ClasscastException;
import io.classcast.NativeMemory;
import io.classcast.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

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
            StoreSweep.inPassing(base);
            PrivateFiles.createDirectory(directory);
            return watched(directory, Lease.create(directory));
        } catch (IOException e) {
            throw failure("cannot make the node store " + directory, e);
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
        Keeping.never(directory);
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
                if (keepMillis > 0 && !Keeping.isForbidden(directory)) {
                    Keeping.until(directory, System.currentTimeMillis() + keepMillis);
                } else if (!Keeping.isWanted(directory)) {
                    StorePointer.forget(directory);
                    StoreRemoval.remove(directory);
                }
            }
            lease.close();
        } catch (IOException e) {
            // Whatever is left, the next job on this node sweeps.
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
