package io.classcast.store;

import io.classcast.NativeMemory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.StringTokenizer;

/**
 * What the holder of a class path's {@link NodeLock} and those who wait for it tell each other, through one file that is there only where
 * there is something to tell: that the holder is at work, and that a lock was given up whose holder gives no sign of life. Any thread.
 */
public final class LockTurn {
    static final String PREFIX = "turn-";

    private final Path file;
    private final long number;

    /**
     * Of a class path.
     *
     * @param base where
     * @param number of the class path
     */
    public LockTurn(StoreBase base, long number) {
        this(base.directory().resolve(PREFIX + Long.toHexString(number)), number);
    }

    private LockTurn(Path file, long number) {
        this.file = file;
        this.number = number;
    }

    /**
     * What the file says.
     *
     * @param generation how many locks were given up
     * @param beats signs of life of the present one's holder
     */
    public record State(long generation, long beats) {
        /** Whether another one says the same; the equality of records links method handles, before main. */
        boolean isLike(State other) {
            return other != null && generation == other.generation && beats == other.beats;
        }
    }

    /**
     * Reads it.
     *
     * @return zeros where there is no file, or none that can be read
     */
    public State read() {
        if (file.toFile().isFile()) {
            try {
                StringTokenizer words = new StringTokenizer(new String(NativeMemory.read(file.toFile()), StandardCharsets.UTF_8));
                return new State(Long.parseLong(words.nextToken()), Long.parseLong(words.nextToken()));
            } catch (IOException | RuntimeException e) {
                return new State(0, 0);
            }
        }
        return new State(0, 0);
    }

    /**
     * The number of the lock that is to be taken.
     *
     * @param generation how many were given up
     * @return another one for each generation
     */
    long lock(long generation) {
        return number + 2 * generation;
    }

    /**
     * The holder is at work.
     *
     * @param generation of his lock
     * @throws IOException where it cannot be written
     */
    public void beat(long generation) throws IOException {
        State now = read();
        if (now.generation == generation) {
            write(generation, now.beats + 1);
        }
    }

    /**
     * Gives a lock up.
     *
     * @param generation of it
     * @throws IOException where it cannot be written
     */
    public void overtake(long generation) throws IOException {
        if (read().generation == generation) {
            write(generation + 1, 0);
        }
    }

    private void write(long generation, long beats) throws IOException {
        StorePointer.replace(file, generation + " " + beats);
    }

    /**
     * Removes the file where nobody has one of its locks: who comes later must not wait once more for one that was given up.
     *
     * @return whether there is none any more
     * @throws IOException where the locks cannot be looked at
     */
    public boolean tidy() throws IOException {
        if (!file.toFile().isFile()) {
            return true;
        }
        long last = read().generation;
        for (long generation = 0; generation <= last; generation++) {
            if (NodeLock.isHeld(file.getParent(), lock(generation))) {
                return false;
            }
        }
        return Files.deleteIfExists(file);
    }

    /** Does the same with any file of a base; returns whether it was one. */
    static boolean sweep(Path file) throws IOException {
        String name = file.getFileName().toString();
        if (!name.startsWith(PREFIX)) {
            return false;
        }
        if (StorePointer.isPart(name)) {
            return Files.deleteIfExists(file);
        }
        try {
            new LockTurn(file, Long.parseUnsignedLong(name.substring(PREFIX.length()), 16)).tidy();
        } catch (NumberFormatException e) {
            return Files.deleteIfExists(file);
        }
        return true;
    }
}
