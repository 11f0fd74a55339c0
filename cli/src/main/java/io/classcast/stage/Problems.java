package io.classcast.stage;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;

/** What went wrong on one side; a few lines of it. Thread-safe. */
final class Problems {
    private static final int MOST = 5;

    private final List<String> lines = new ArrayList<>();
    private int count;
    private boolean hopeless;

    /** About one entry. */
    synchronized void add(String path, IOException e) {
        String reason = reason(e);
        boolean full = reason.contains("No space left") || reason.contains("Read-only file system") || reason.contains("Disk quota");
        if (full && hopeless) {
            count++;
            return;
        }
        hopeless |= full;
        add((path.isEmpty() ? "" : StagedPath.shown(path) + ": ") + reason);
    }

    /** What an exception says, where the place is told already. */
    static String reason(IOException e) {
        if (e instanceof FileSystemException f) {
            return e instanceof AccessDeniedException ? "permission denied" : e instanceof FileAlreadyExistsException ? "something else is there"
                    : f.getReason() != null ? f.getReason() : e.toString();
        }
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    /** About everything: nothing more is written. */
    synchronized void giveUp(String why) {
        hopeless = true;
        add(why);
    }

    synchronized void add(String line) {
        count++;
        if (lines.size() < MOST) {
            lines.add(line);
        }
    }

    /** Whether it makes no sense to go on writing. */
    synchronized boolean areHopeless() {
        return hopeless;
    }

    synchronized boolean isEmpty() {
        return count == 0;
    }

    /** One line. */
    @Override
    public synchronized String toString() {
        String text = String.join("; ", lines);
        return count > lines.size() ? text + "; and " + (count - lines.size()) + " more" : text;
    }
}
