package io.classcast.store;

import io.classcast.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;

/** How long a store outlives its last user: files in it, whose times and being there count. Any process. */
final class Keeping {
    /** Its time says until when a store without users is kept. */
    private static final String KEPT = "kept";
    /** There where the store is not kept, whoever asks for it. */
    private static final String PASSING = "passing";
    /** The longest that can be asked for, a week, and a day: a later time was written when the clock was wrong. */
    private static final long LONGEST_MILLIS = 8 * 86_400_000L;

    private Keeping() {
    }

    /** Whether a JVM that has left wanted the store to be kept until later than now. */
    static boolean isWanted(Path store) {
        long ahead = store.resolve(KEPT).toFile().lastModified() - System.currentTimeMillis();
        return !isForbidden(store) && ahead > 0 && ahead < LONGEST_MILLIS;
    }

    static boolean isForbidden(Path store) {
        return store.resolve(PASSING).toFile().exists();
    }

    /** The store goes with its last user. */
    static void never(Path store) {
        try {
            PrivateFiles.write(store.resolve(PASSING), new byte[0]);
        } catch (IOException e) {
            // It is kept for longer than it need be.
        }
        store.resolve(KEPT).toFile().delete();
    }

    /** The time is there with the file: who sweeps meanwhile finds either the old one or the new one. A later wish counts. */
    static void until(Path store, long millis) throws IOException {
        Path kept = store.resolve(KEPT);
        if (kept.toFile().lastModified() < millis) {
            Path part = store.resolve(KEPT + ".part");
            PrivateFiles.write(part, new byte[0]);
            if (!part.toFile().setLastModified(millis) || !part.toFile().renameTo(kept.toFile())) {
                throw new IOException("cannot write " + kept);
            }
        }
    }
}
