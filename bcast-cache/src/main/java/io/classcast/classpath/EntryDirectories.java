package io.classcast.classpath;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The directories that many entries of a class path lie in, each opened when its first entry is read. Thread-safe. */
final class EntryDirectories {
    /** Entries from which on it pays to open a directory: that costs as much as to open a file in it, and the JDK loads classes for it. */
    private static final int MANY = 8;

    /** By what stands before the last name, with its slash. */
    private final Map<String, Directory> directories = new HashMap<>();

    /**
     * Counts; opens nothing yet.
     *
     * @param names of the entries: URLs or paths
     */
    EntryDirectories(List<String> names) {
        Map<String, Integer> entries = new HashMap<>();
        for (String name : names) {
            String directory = directoryOf(name);
            Integer before = entries.get(directory);
            int count = before == null ? 1 : before + 1;
            entries.put(directory, count);
            if (count == MANY) {
                directories.put(directory, new Directory());
            }
        }
    }

    private static String directoryOf(String name) {
        return name.substring(0, name.lastIndexOf('/', name.length() - 2) + 1);
    }

    /**
     * A file, by its directory where that is open. The caller has to release it.
     *
     * @param name of the entry, as it was counted
     * @param path of the entry
     */
    EntryFile file(String name, Path path) {
        Directory directory = directories.get(directoryOf(name));
        return new EntryFile(path, directory == null || path.getParent() == null ? null : directory.use(path.getParent()));
    }

    /** No more files are asked for; a directory is closed when its last file is released. Waits for nobody. */
    void close() {
        for (Directory directory : directories.values()) {
            directory.close();
        }
    }

    private static final class Directory {
        /** Guards what follows; never held while the file system is asked, which may never answer. */
        private final Object state = new Object();
        private OpenDirectory open;
        private boolean closed;
        private Path opened;

        /** Used once more, or null where it cannot be opened: it need not be readable for its files to be. */
        OpenDirectory use(Path path) {
            synchronized (this) {
                if (opened == null) {
                    opened = path;
                    keep(open(path));
                }
                if (!opened.equals(path)) {
                    return null;
                }
            }
            synchronized (state) {
                return open == null ? null : open.use();
            }
        }

        private static OpenDirectory open(Path path) {
            try {
                return OpenDirectory.of(path);
            } catch (IOException e) {
                // Then by their paths.
                return null;
            }
        }

        private void keep(OpenDirectory made) {
            synchronized (state) {
                if (!closed) {
                    open = made;
                    return;
                }
            }
            if (made != null) {
                made.release();
            }
        }

        void close() {
            OpenDirectory last;
            synchronized (state) {
                closed = true;
                last = open;
                open = null;
            }
            if (last != null) {
                last.release();
            }
        }
    }
}
