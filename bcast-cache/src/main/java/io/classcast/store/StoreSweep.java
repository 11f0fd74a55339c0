package io.classcast.store;

import io.classcast.ClasscastException;
import io.classcast.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Removes what JVMs that are gone have left in the directory of the stores. Safe for all threads and processes. */
public final class StoreSweep {
    /** A directory without a lease is one that is just being made, unless it is older than this. */
    private static final long LEASELESS_MILLIS = 3_600_000;
    private static final long PATIENCE_MILLIS = 2_000;

    private StoreSweep() {
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
            return sweep(base, kept, PATIENCE_MILLIS);
        } catch (IOException e) {
            throw NodeStore.failure("cannot look after " + base.directory(), e);
        }
    }

    /** What others have left, before a store is made; where somebody else sweeps, nothing is done. */
    static void inPassing(StoreBase base) throws IOException {
        sweep(base, false, 0);
    }

    private static List<Path> sweepAll(StoreBase base, boolean kept) throws IOException {
        List<Path> removed = new ArrayList<>();
        for (String name : NodeStore.names(base.directory())) {
            Path store = base.directory().resolve(name);
            if (Files.isDirectory(store) && isAbandoned(store, kept)) {
                StoreRemoval.remove(store);
                removed.add(store);
            }
        }
        for (String name : NodeStore.names(base.directory())) {
            Path file = base.directory().resolve(name);
            if (LockTurn.sweep(file)) {
                continue;
            }
            // Of the library in C; who has it loaded keeps it.
            if (StorePointer.isOver(file) || kept && name.startsWith("libclasscast-")) {
                Files.deleteIfExists(file);
            } else if (ClassArchive.sweep(file, kept)) {
                removed.add(file);
            }
        }
        return removed;
    }

    private static boolean isAbandoned(Path store, boolean kept) {
        try {
            return (kept || !Keeping.isWanted(store)) && Lease.isAbandoned(store);
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
}
