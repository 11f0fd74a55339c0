package io.classcast.classpath;

import java.util.HashMap;
import java.util.Map;

/**
 * Resolves a class path on a thread of its own, while the image that it is compared with is being mapped. What is seen of each element on
 * the way serves the comparison.
 */
public final class PathLook {
    private final LaunchPath path;
    /** By path, the value of its {@link FileStamp}. */
    private final Map<String, Long> seen = new HashMap<>();
    private final Resolving resolving = new Resolving();
    /** Null where it could not be resolved. */
    private volatile String resolved;

    private PathLook(LaunchPath path) {
        this.path = path;
    }

    /**
     * Begins.
     *
     * @param path what was launched
     * @return under way
     */
    public static PathLook begin(LaunchPath path) {
        PathLook look = new PathLook(path);
        try {
            look.resolving.start();
        } catch (OutOfMemoryError e) {
            // No more threads are allowed.
            look.resolving.run();
        }
        return look;
    }

    /**
     * Waits for the end of the look.
     *
     * @param launchPath of an image
     * @return whether the class path leads there
     */
    boolean leadsTo(String launchPath) {
        if (SeveralAtOnce.awaitEnd(resolving)) {
            Thread.currentThread().interrupt();
        }
        return launchPath.equals(resolved);
    }

    /** What was seen; complete when the look has ended. */
    Map<String, Long> seen() {
        return seen;
    }

    private final class Resolving extends Thread {
        Resolving() {
            super("classcast-look");
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                resolved = path.resolve(seen).encode();
            } catch (RuntimeException | Error e) {
                // Then the class path is scanned, which tells what is wrong.
                resolved = null;
            }
        }
    }
}
