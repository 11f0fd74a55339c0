package io.classcast.agent.loader;

import io.classcast.OwnProcess;
import io.classcast.classpath.UnchangedFile;
import io.classcast.image.EntryKind;
import io.classcast.image.Image;
import io.classcast.image.ImageEntry;
import io.classcast.store.StoredImage;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivilegedAction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The files of the image, by path: jars of the class path, what the option {@code include} names, native libraries, and files below
 * directories of the class path. Safe for all threads; asked for every file that the JVM opens, so what is not served costs two probes
 * of a hash table, and, where the class path has directories, one for each element of the path.
 */
public final class ServedFiles {
    private final Map<String, String> copies = new HashMap<>();
    /** Numbers of the entries, by their copies. */
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Image image;
    /** The directories above all that has a copy of its own. */
    private final Set<String> above = new HashSet<>();
    /** Copies of what this JVM has changed, and directories of libraries; null until the first. Another set after each change. */
    private volatile Set<String> gone;
    /** What it has changed below directories of the class path. */
    private final ChangedNames changed = new ChangedNames();
    private final Set<String> libraries = new HashSet<>();
    private final Set<String> libraryDirectories = new HashSet<>();
    /** As the program has them, by their paths without links. */
    private final Map<String, String> realDirectories = new HashMap<>();
    /** Names with links, and what they had led to: three texts each, with what is served. Emptied by the first change of a link. */
    private final List<String[]> linked = new ArrayList<>();
    private final LinksOnTheWay links = new LinksOnTheWay();
    private final DirectoryFiles directories;
    private final String workingDirectory = System.getProperty("user.dir") + '/';
    /** With {@code -Duser.dir}: streams start relative names elsewhere than channels do. */
    private final boolean twoDirectories = !OwnProcess.workingDirectory().concat("/").equals(workingDirectory);
    private final String store;
    /** Null unless a profile is recorded. */
    private Recorder recorder;
    /** The jars of the class path, by their copies; null unless a profile is recorded. */
    private Map<String, String> jars;
    private volatile byte executable;

    /**
     * Serves the files of an image.
     *
     * @param stored the image and the node's copies
     * @param elements of the launch class path, as written
     * @param urls of these elements, in the same order
     */
    public ServedFiles(StoredImage stored, List<String> elements, List<String> urls) {
        image = stored.image();
        store = stored.directory();
        directories = new DirectoryFiles(stored, workingDirectory);
        Map<String, String> byUrl = new HashMap<>();
        for (int e = 0; e < image.entryCount(); e++) {
            ImageEntry entry = image.entry(e);
            if (entry.kind() == EntryKind.LIBRARY_DIRECTORY) {
                libraryDirectories.add(entry.path());
                realDirectories.put(entry.url().isEmpty() ? absolute(entry.path()) : entry.url(), entry.path());
                if (!entry.url().isEmpty()) {
                    linked.add(new String[] {absolute(entry.path()), entry.url(), entry.path()});
                }
            } else if (entry.kind() == EntryKind.FILE) {
                libraries.add(entry.path());
            }
            if (stored.file(entry) != null && (entry.kind() == EntryKind.JAR || entry.kind() == EntryKind.FILE)) {
                copies.put(entry.path(), stored.file(entry).toString());
                numbers.put(stored.file(entry).toString(), e);
                if (entry.kind() == EntryKind.JAR) {
                    byUrl.put(entry.url(), entry.path());
                } else if (!entry.url().isEmpty()) {
                    // Its path without links.
                    copies.put(entry.url(), stored.file(entry).toString());
                    linked.add(new String[] {entry.path(), entry.url(), stored.file(entry).toString()});
                }
            }
        }
        // Who reads java.class.path opens jars by the names there: relative ones, and through symbolic links.
        for (int i = 0; i < elements.size() && elements.size() == urls.size(); i++) {
            String path = byUrl.get(urls.get(i));
            if (path != null) {
                String named = absolute(elements.get(i));
                copies.put(named, copies.get(path));
                if (!named.equals(path)) {
                    linked.add(new String[] {named, path, copies.get(path)});
                }
            }
        }
        for (String path : copies.keySet()) {
            OwnChanges.above(path, above);
        }
        for (String path : realDirectories.keySet()) {
            OwnChanges.above(path, above);
        }
    }

    /**
     * Notes what is opened from now on. To be called before other threads ask.
     *
     * @param stored the image and the node's copies
     * @param notes takes it
     */
    public void recordTo(StoredImage stored, Recorder notes) {
        jars = new HashMap<>();
        for (int e = 0; e < stored.image().entryCount(); e++) {
            ImageEntry entry = stored.image().entry(e);
            if (entry.kind() == EntryKind.JAR && stored.file(entry) != null) {
                jars.put(stored.file(entry).toString(), entry.path());
            }
        }
        recorder = notes;
    }

    /**
     * A zip file is opened.
     *
     * @param path as it was asked for
     */
    public void zipOpened(String path) {
        if (recorder == null) {
            return;
        }
        OwnPermissions.use(new PrivilegedAction<Void>() {
            @Override
            public Void run() {
                noteZip(path);
                return null;
            }
        });
    }

    private void noteZip(String path) {
        if (!isAmbiguous(path) && ownCopyOf(path) == null) {
            recorder.zip(absolute(path));
        }
    }

    private boolean isAmbiguous(String path) {
        return twoDirectories && !path.startsWith("/");
    }

    private String absolute(String path) {
        return path.startsWith("/") ? path : workingDirectory.concat(path);
    }

    /**
     * The node's copy of a file.
     *
     * @param path as it was asked for
     * @return null where it is not served, or the copy is gone
     */
    public String copyOf(String path) {
        if (!OwnPermissions.areAsked()) {
            return findCopy(path);
        }
        return OwnPermissions.use(new PrivilegedAction<String>() {
            @Override
            public String run() {
                return findCopy(path);
            }
        });
    }

    private String findCopy(String path) {
        if (isAmbiguous(path)) {
            return null;
        }
        String copy = ownCopyOf(path);
        if (copy != null) {
            return copy;
        }
        String absolute = absolute(path);
        return copies.containsKey(absolute) || gone != null && changed.covers(absolute) ? null : directories.copyOf(absolute);
    }

    /**
     * Whether the JDK asks a security manager for the path that it opens, and not for the one that the program has given
     * it ({@code UnixChannelFactory}, JDK 17 to 23; its other doors ask before we are called).
     *
     * @return false where there is no security manager
     */
    public boolean isAskedFor() {
        return OwnPermissions.areAsked();
    }

    /** The same, without what is in directories of the class path. */
    private String ownCopyOf(String path) {
        String absolute = absolute(path);
        String copy = copies.get(absolute);
        if (recorder != null && copy != null && jars.containsKey(copy)) {
            recorder.jar(jars.get(copy));
        }
        // The store may have been cleaned away under the job: then the original is as good as ever.
        return copy == null || isGone(copy) || !new File(copy).exists() || StartedProcesses.any() && isOther(copy, absolute)
                ? null : copy;
    }

    /** Whether a path leads to something else than rank 0 has read: a process that this JVM has started may have changed it. */
    private boolean isOther(String copy, String path) {
        return !UnchangedFile.is(image.entry(numbers.get(copy)), path);
    }

    private boolean isGone(String copyOrDirectory) {
        Set<String> all = gone;
        return all != null && all.contains(copyOrDirectory);
    }

    /**
     * A file is served no longer: this JVM has changed it itself.
     *
     * @param path absolute
     * @param below whether what lies below it has changed as well
     */
    synchronized void changed(String path, boolean below) {
        Set<String> more = new HashSet<>();
        // To follow them asks the file system, so it is done for a program that makes links alone.
        if (below && !linked.isEmpty() && Files.isSymbolicLink(Path.of(path))) {
            for (String[] name : linked) {
                links.add(name[0], name[1], name[2]);
            }
            linked.clear();
        }
        links.behind(path, below, more);
        if (copies.containsKey(path)) {
            more.add(copies.get(path));
        }
        for (String directory : new String[] {path, new File(path).getParent()}) {
            if (realDirectories.containsKey(directory)) {
                more.add(realDirectories.get(directory));
            }
        }
        if (below && above.contains(path)) {
            String prefix = path.concat("/");
            addBelow(prefix, copies, more);
            addBelow(prefix, realDirectories, more);
        }
        boolean ofDirectory = directories.touches(path);
        if (ofDirectory) {
            changed.add(path);
        }
        if (ofDirectory || !more.isEmpty()) {
            if (gone != null) {
                more.addAll(gone);
            }
            gone = more;
        }
    }

    private static void addBelow(String prefix, Map<String, String> all, Set<String> found) {
        for (Map.Entry<String, String> one : all.entrySet()) {
            if (one.getKey().startsWith(prefix)) {
                found.add(one.getValue());
            }
        }
    }

    /**
     * The node's copy of a native library.
     *
     * @param path of the library
     * @return null where it is not served, or must not be loaded from the store
     */
    public String libraryCopyOf(String path) {
        if (!OwnPermissions.areAsked()) {
            return findLibrary(path);
        }
        return OwnPermissions.use(new PrivilegedAction<String>() {
            @Override
            public String run() {
                return findLibrary(path);
            }
        });
    }

    private String findLibrary(String path) {
        // Not from a directory of the class path: a library finds others beside it.
        String copy = ownCopyOf(path);
        if (recorder != null) {
            recorder.library(absolute(path));
        }
        return copy == null || !storeIsExecutable() ? null : copy;
    }

    /**
     * The file that a copy is of.
     *
     * @param copy path
     * @return path without links; null where it is no copy
     */
    public String originalOf(String copy) {
        Integer number = numbers.get(copy);
        ImageEntry entry = number == null ? null : image.entry(number);
        return entry == null ? null : entry.kind() == EntryKind.FILE && !entry.url().isEmpty() ? entry.url() : entry.path();
    }

    private boolean storeIsExecutable() {
        if (executable == 0) {
            executable = (byte) (OwnProcess.mountOptions(store).contains("noexec") ? 1 : 2);
        }
        return executable == 2;
    }

    /**
     * Leaves out the directories that do not have a library, as rank 0 saw them.
     *
     * @param directories in search order
     * @param fileName of the library
     * @return those that have it, or were not looked at
     */
    public String[] havingLibrary(String[] directories, String fileName) {
        String[] left = new String[directories.length];
        int count = 0;
        for (String directory : directories) {
            if (!libraryDirectories.contains(directory) || isGone(directory)
                    || libraries.contains(new File(directory, fileName).getPath())) {
                left[count++] = directory;
            }
        }
        return count == directories.length ? directories : java.util.Arrays.copyOf(left, count);
    }
}
