package io.classcast.store;

import io.classcast.NativeMemory;
import io.classcast.OwnProcess;
import io.classcast.PrivateFiles;
import io.classcast.classpath.ClassPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/**
 * A file that names the current store of a class path, for those who see the file systems through the same mounts. Stores never share a
 * name, since the last user of one removes it by its name. Written under a {@link NodeLock}, and replaced as a whole; read by anybody.
 */
public final class StorePointer {
    private static final String PREFIX = "pointer-";
    private static final String KIND = "none-";
    private static final String UNFINISHED = ".part-";
    private static final int ATTEMPTS = 5;

    private final Path file;
    /** What the pointers of all views of one class path begin with. */
    private final String family;

    /**
     * The pointer of a class path.
     *
     * @param base where
     * @param number of the class path and of its {@link NodeLock}
     */
    public StorePointer(StoreBase base, long number) {
        family = PREFIX + key(number) + '-';
        file = base.directory().resolve(family + Long.toHexString(ClassPath.fingerprint(List.of(OwnProcess.view()))));
    }

    private StorePointer(Path file) {
        this.file = file;
        family = file.getFileName().toString();
    }

    /**
     * What the names of a class path's stores begin with.
     *
     * @param number of the class path
     * @return plain text
     */
    public static String key(long number) {
        return KIND + Long.toHexString(number);
    }

    /**
     * What a pointer says.
     *
     * @param looks how often the store has been compared with the class path, its scan included
     * @param store name of a directory beside the pointer, which may be gone; empty where there is none
     */
    public record State(long looks, String store) {
        static final State NONE = new State(0, "");

        /**
         * Whether the store was compared with the class path, from beginning to end, after this was read.
         *
         * @param now what the pointer says now
         * @return true where the look is as good as an own one
         */
        public boolean wasLookedAtUntil(State now) {
            // A look that was under way at that time is one more than those that had ended.
            long before = store.equals(now.store) ? looks : 0;
            return !now.store.isEmpty() && now.looks >= before + 2;
        }

        /**
         * The same, one look later.
         *
         * @return to be written after the look
         */
        public State looked() {
            return new State(looks + 1, store);
        }
    }

    /**
     * Another store that has just been filled, or compared by this JVM.
     *
     * @param directory of the store
     * @return to be written when it is published
     */
    public static State to(Path directory) {
        return new State(1, directory.getFileName().toString());
    }

    /** Whether a file is a pointer to a store that is gone, or was never finished. */
    static boolean isOver(Path file) {
        String name = file.getFileName().toString();
        if (!name.startsWith(PREFIX)) {
            return false;
        }
        // A part is one of a process that was killed, most likely; one that is just being written is written once more.
        StorePointer pointer = new StorePointer(file);
        Path target = isPart(name) ? null : pointer.target(pointer.read());
        return target == null || !target.toFile().isDirectory();
    }

    static boolean isPart(String name) {
        return name.indexOf(UNFINISHED) >= 0;
    }

    /** Removes the pointers to a store that is about to go. */
    static void forget(Path store) throws IOException {
        for (String name : NodeStore.names(store.getParent())) {
            if (name.startsWith(PREFIX) && !isPart(name)) {
                StorePointer pointer = new StorePointer(store.resolveSibling(name));
                if (store.getFileName().toString().equals(pointer.read().store)) {
                    Files.deleteIfExists(pointer.file);
                }
            }
        }
    }

    /**
     * Reads it.
     *
     * @return what it says; no store where there is no pointer, or none that can be read
     */
    public State read() {
        if (!file.toFile().isFile()) {
            return State.NONE;
        }
        try {
            StringTokenizer words = new StringTokenizer(new String(NativeMemory.read(file.toFile()), StandardCharsets.UTF_8));
            return new State(Long.parseLong(words.nextToken()), words.nextToken());
        } catch (IOException | RuntimeException e) {
            return State.NONE;
        }
    }

    /**
     * Where it points to.
     *
     * @param state as it was read
     * @return directory of a store, which may be gone; null where there is none
     */
    public Path target(State state) {
        String name = state.store;
        return name.isEmpty() || name.indexOf('/') >= 0 || name.startsWith(".") ? null : file.resolveSibling(name);
    }

    /**
     * The stores of the same class path that others use, who see the file systems through other mounts: the same files, perhaps.
     *
     * @param most how many at most
     * @return directories, which may be gone
     */
    public List<Path> ofOtherViews(int most) {
        List<Path> stores = new ArrayList<>();
        for (String name : NodeStore.names(file.getParent())) {
            if (stores.size() < most && name.startsWith(family) && !isPart(name)
                    && !name.equals(file.getFileName().toString())) {
                StorePointer other = new StorePointer(file.resolveSibling(name));
                Path store = other.target(other.read());
                if (store != null && !stores.contains(store)) {
                    stores.add(store);
                }
            }
        }
        return stores;
    }

    /**
     * Writes it anew.
     *
     * @param state what it says from now on
     * @throws IOException where it cannot be written
     */
    public void write(State state) throws IOException {
        replace(file, state.looks + " " + state.store);
    }

    /** Replaces a small file as a whole. */
    static void replace(Path file, String text) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + UNFINISHED + OwnProcess.uniqueWord());
        boolean moved = false;
        try {
            for (int attempt = 1;; attempt++) {
                PrivateFiles.write(part, text.getBytes(StandardCharsets.UTF_8));
                try {
                    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
                    moved = true;
                    return;
                } catch (NoSuchFileException e) {
                    // Somebody has swept it.
                    if (attempt == ATTEMPTS) {
                        throw e;
                    }
                }
            }
        } finally {
            if (!moved) {
                part.toFile().delete();
            }
        }
    }
}
