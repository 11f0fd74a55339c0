package io.classcast.agent.loader;

import io.classcast.PrivateFiles;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivilegedAction;

/**
 * Entries of the class path that were not there when it was scanned. Plain Java looks for such a one when a search
 * first comes to it, and never again ({@code URLClassPath.getLoader}, JDK 17 to 25); so does this, and notes for the
 * other JVMs of the node what it has seen. Safe for all threads.
 */
final class MissingEntries {
    /** Of an entry that no search comes to. */
    static final int NONE = Integer.MAX_VALUE;

    private final int[] numbers;
    private final String[] paths;
    private final boolean[] made;
    /** Where it is noted; null: each JVM looks itself. */
    private final Path notes;
    private int next;
    /** Number of the next one. Who sees an older value comes to the lock. */
    private volatile int first;

    /**
     * Those of a class path.
     *
     * @param numbers of the entries, in order
     * @param paths of the same
     * @param notes a directory of this job on this node; null: each JVM looks itself
     */
    MissingEntries(int[] numbers, String[] paths, Path notes) {
        this.numbers = numbers;
        this.paths = paths;
        this.notes = notes;
        made = new boolean[numbers.length];
        first = numbers.length == 0 ? NONE : numbers[0];
    }

    /** The number of the first that has not been looked for; {@link #NONE} at the end. */
    int first() {
        return first;
    }

    /** This JVM has made something there: what is noted is no longer so. */
    synchronized void made(int number) {
        for (int i = next; i < numbers.length; i++) {
            made[i] |= numbers[i] == number;
        }
    }

    /**
     * Looks for those before an entry.
     *
     * @param entry that a search comes to
     * @param live told of those that are there by now
     */
    synchronized void lookUpTo(int entry, LiveEntries live) {
        while (first < entry) {
            if (isThere(next)) {
                live.add(numbers[next]);
            }
            next++;
            first = next < numbers.length ? numbers[next] : NONE;
        }
    }

    private boolean isThere(int which) {
        return OwnPermissions.use(new PrivilegedAction<Boolean>() {
            @Override
            public Boolean run() {
                return look(which);
            }
        });
    }

    private boolean look(int which) {
        File entry = new File(paths[which]);
        if (notes == null || made[which]) {
            return entry.exists();
        }
        Path there = notes.resolve("there-" + numbers[which]);
        Path absent = notes.resolve("absent-" + numbers[which]);
        if (there.toFile().exists()) {
            return true;
        }
        if (absent.toFile().exists()) {
            return false;
        }
        boolean exists = entry.exists();
        try {
            PrivateFiles.create(exists ? there : absent).close();
        } catch (IOException e) {
            // Another JVM has looked in the same moment, or there is no room: then each looks.
            return exists;
        }
        return exists;
    }
}
