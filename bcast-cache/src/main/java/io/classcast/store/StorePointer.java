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
    /** Nobody comes back to a lock that was given up so long ago. */
    private static final long FORGOTTEN_MILLIS = 3_600_000;

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
     * @param generation of the lock; a higher one is taken where the holder of the lock before gives no sign of life
     * @param looks how often the store has been compared with the class path, its scan included
     * @param beats signs of life of the lock's holder
     * @param store name of a directory beside the pointer, which may be gone; empty where there is none
     */
    public record State(long generation, long looks, long beats, String store) {
        static final State NONE = new State(0, 0, 0, "");

        /** Whether another one says the same; the equality of records links method handles, before main. */
        boolean isLike(State other) {
            return other != null && generation == other.generation && looks == other.looks && beats == other.beats
                    && store.equals(other.store);
        }

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
            return new State(generation, looks + 1, beats, store);
        }

        /**
         * The same, for another store that has just been filled.
         *
         * @param directory of the store
         * @return to be written when it is published
         */
        public State pointingTo(Path directory) {
            return new State(generation, 1, beats, directory.getFileName().toString());
        }

        /**
         * The same, with a sign of life.
         *
         * @return to be written by the lock's holder
         */
        public State beaten() {
            return new State(generation, looks, beats + 1, store);
        }

        /**
         * The same, under a new lock.
         *
         * @return to be written by who waits in vain
         */
        public State overtaken() {
            return new State(generation + 1, looks, beats, store);
        }
    }

    /** Whether a file is a pointer to a store that is gone, or was never finished. */
    static boolean isOver(Path file, boolean kept) {
        String name = file.getFileName().toString();
        if (!name.startsWith(PREFIX)) {
            return false;
        }
        boolean old = kept || Math.abs(System.currentTimeMillis() - file.toFile().lastModified()) > FORGOTTEN_MILLIS;
        if (name.indexOf(UNFINISHED) >= 0) {
            // Of one that was killed, most likely; one that is just being written is written once more.
            return true;
        }
        StorePointer pointer = new StorePointer(file);
        State state = pointer.read();
        Path target = pointer.target(state);
        return (old || state.generation == 0) && (target == null || !target.toFile().isDirectory());
    }

    /** Lets no pointer lead to a store that is about to go. */
    static void forget(Path store) throws IOException {
        for (String name : NodeStore.names(store.getParent())) {
            if (name.startsWith(PREFIX) && name.indexOf(UNFINISHED) < 0) {
                StorePointer pointer = new StorePointer(store.resolveSibling(name));
                State state = pointer.read();
                if (store.getFileName().toString().equals(state.store)) {
                    pointer.write(new State(state.generation, 0, 0, ""));
                    pointer.tidy();
                }
            }
        }
    }

    /**
     * Removes it where it names no store, unless somebody still has a lock that was given up: who comes later must not wait for that once more.
     *
     * @throws IOException where the locks cannot be looked at
     */
    public void tidy() throws IOException {
        State state = read();
        if (!state.store.isEmpty()) {
            return;
        }
        long number = number();
        for (long generation = 0; generation < state.generation; generation++) {
            if (NodeLock.isHeld(file.getParent(), NodeLock.ofGeneration(number, generation))) {
                return;
            }
        }
        Files.deleteIfExists(file);
    }

    private long number() {
        String name = file.getFileName().toString();
        try {
            return Long.parseUnsignedLong(name.substring(PREFIX.length() + KIND.length(), name.lastIndexOf('-')), 16);
        } catch (RuntimeException e) {
            return 0;
        }
    }

    /**
     * Reads it.
     *
     * @return what it says; {@link State#NONE} where there is no pointer, or none that can be read
     */
    public State read() {
        if (!file.toFile().isFile()) {
            return State.NONE;
        }
        try {
            StringTokenizer words = new StringTokenizer(new String(NativeMemory.read(file.toFile()), StandardCharsets.UTF_8), " ", false);
            long generation = Long.parseLong(words.nextToken());
            long looks = Long.parseLong(words.nextToken());
            long beats = Long.parseLong(words.nextToken());
            return new State(generation, looks, beats, words.hasMoreTokens() ? words.nextToken() : "");
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
            if (stores.size() < most && name.startsWith(family) && name.indexOf(UNFINISHED) < 0
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
        String text = state.generation + " " + state.looks + ' ' + state.beats + ' ' + state.store;
        Path part = file.resolveSibling(file.getFileName() + UNFINISHED + OwnProcess.uniqueWord());
        for (int attempt = 1;; attempt++) {
            PrivateFiles.write(part, text.getBytes(StandardCharsets.UTF_8));
            try {
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
                return;
            } catch (NoSuchFileException e) {
                // Somebody has swept it.
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }
}
