package io.classcast.agent.loader;

import io.classcast.OwnProcess;
import io.classcast.image.Image;
import io.classcast.image.ImageEntry;
import io.classcast.store.StoredImage;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
 * What this JVM has changed in the file system: from then on that is read where it lies, by class loaders and by
 * whoever opens it. A change is known by the path that the program has used and by the one without links, so other
 * spellings of a path are the same file. What other processes and native code change is not known here. Safe for all
 * threads; called by those of the program, with its permissions, so what needs more is privileged.
 *
 * <p>The image knows the entries of the class path by paths without links, as the JDK does
 * ({@code URLClassPath.toFileURL}, JDK 17 to 25).
 */
public final class OwnChanges {
    private final StoredImage stored;
    private final ServedClassPath path;
    private final List<String> elements;
    private final List<String> urls;
    /** What the agent itself makes lies there. */
    private final String ours;
    private final String workingDirectory = System.getProperty("user.dir") + '/';
    /** The rest is made when it is first needed: most programs change nothing before they end. */
    private ServedFiles files;
    private Map<String, List<Integer>> entries;
    /** The directories above all entries. */
    private Set<String> above;

    /**
     * Knows what is served.
     *
     * @param stored the image and the node's copies
     * @param path the lookup
     * @param elements of the launch class path, as written
     * @param urls of these elements, in the same order
     */
    public OwnChanges(StoredImage stored, ServedClassPath path, List<String> elements, List<String> urls) {
        this.stored = stored;
        ours = stored.directory().substring(0, stored.directory().lastIndexOf('/') + 1);
        this.path = path;
        this.elements = elements;
        this.urls = urls;
    }

    /**
     * The files of the image, without what was changed.
     *
     * @return always the same
     */
    public synchronized ServedFiles files() {
        if (files == null) {
            files = new ServedFiles(stored, elements, urls);
        }
        return files;
    }

    /**
     * A file is open for writing.
     *
     * @param descriptor of it
     * @param written path, as the program has it; null where it is not known
     */
    public void opened(int descriptor, String written) {
        if (written != null && written.startsWith(ours)) {
            return;
        }
        note(new Change() {
            @Override
            public void find() throws IOException {
                String real = link(descriptor);
                // Neither a file that has no name any more nor a pipe.
                if (real != null && real.startsWith("/") && !real.startsWith("/dev/")) {
                    changed(real, false);
                }
                if (written != null) {
                    for (String named : places(written)) {
                        if (!named.equals(real)) {
                            changed(named, false);
                        }
                    }
                }
            }
        });
    }

    /**
     * A name was made, moved or removed.
     *
     * @param name path, as the program has it
     */
    public void named(String name) {
        if (name.startsWith(ours)) {
            return;
        }
        note(new Change() {
            @Override
            public void find() throws IOException {
                for (String named : places(name)) {
                    changed(named, true);
                    File file = new File(named);
                    File parent = file.getParentFile();
                    String real = parent == null ? named : new File(parent.getCanonicalPath(), file.getName()).getPath();
                    if (!real.equals(named)) {
                        changed(real, true);
                    }
                }
            }
        });
    }

    /**
     * A name was made, moved or removed in a directory that is open.
     *
     * @param directory descriptor of it
     * @param name in it
     */
    public void named(int directory, byte[] name) {
        note(new Change() {
            @Override
            public void find() throws IOException {
                String real = link(directory);
                if (real != null) {
                    changed(new File(real, new String(name, StandardCharsets.UTF_8)).getPath(), true);
                }
            }
        });
    }

    /**
     * It was changed who may do what with a file: what the program may not read any more it must not get from the store.
     *
     * @param name path, as the program has it; where it is a link, what that leads to was changed
     */
    public void permitted(String name) {
        named(name);
        if (name.startsWith(ours)) {
            return;
        }
        note(new Change() {
            @Override
            public void find() throws IOException {
                for (String named : places(name)) {
                    String real = new File(named).getCanonicalPath();
                    if (!real.equals(named)) {
                        changed(real, true);
                    }
                }
            }
        });
    }

    private interface Change {
        void find() throws IOException;
    }

    private static void note(Change change) {
        OwnPermissions.use(new PrivilegedAction<Void>() {
            @Override
            public Void run() {
                try {
                    change.find();
                } catch (IOException | RuntimeException e) {
                    // The file system does not tell what it is; what could be told was noted. The program is not disturbed.
                    return null;
                }
                return null;
            }
        });
    }

    /** The path of an open file without links: proc(5) knows it without asking the file system. */
    private static String link(int descriptor) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    /**
     * What a name may mean: with {@code -Duser.dir} channels start a relative one there ({@code UnixPath}), streams and
     * {@code java.io.File} from the kernel's working directory (JDK 17 to 25). Where these are two, both are taken.
     */
    private List<String> places(String name) {
        List<String> places = new ArrayList<>(2);
        places.add(normal(name.startsWith("/") ? name : workingDirectory.concat(name)));
        String other = name.startsWith("/") ? places.get(0) : normal(OwnProcess.workingDirectory().concat("/").concat(name));
        if (!other.equals(places.get(0))) {
            places.add(other);
        }
        return places;
    }

    private static String normal(String absolute) {
        return absolute.contains("/.") || absolute.contains("//") ? Path.of(absolute).normalize().toString() : absolute;
    }

    /**
     * Marks what is served.
     *
     * @param changed absolute path
     * @param below whether what lies below it has changed as well
     */
    private void changed(String changed, boolean below) {
        know();
        entriesAt(changed, "");
        for (int slash = changed.lastIndexOf('/'); slash > 0; slash = changed.lastIndexOf('/', slash - 1)) {
            entriesAt(changed.substring(0, slash), changed.substring(slash + 1));
        }
        if (below && above.contains(changed)) {
            String prefix = changed.concat("/");
            for (Map.Entry<String, List<Integer>> entry : entries.entrySet()) {
                if (entry.getKey().startsWith(prefix)) {
                    entriesAt(entry.getKey(), "");
                }
            }
        }
        files().changed(changed, below);
    }

    private void entriesAt(String place, String name) {
        List<Integer> numbers = entries.get(place);
        for (int i = 0; numbers != null && i < numbers.size(); i++) {
            if (name.isEmpty()) {
                path.live().entryChanged(numbers.get(i));
            } else {
                path.live().nameChanged(numbers.get(i), name);
            }
        }
    }

    private synchronized void know() {
        if (entries != null) {
            return;
        }
        Map<String, List<Integer>> known = new HashMap<>();
        above = new HashSet<>();
        Image image = stored.image();
        for (int e = 0; e < path.entryCount(); e++) {
            ImageEntry entry = image.entry(e);
            if (!entry.path().isEmpty()) {
                List<Integer> numbers = known.get(entry.path());
                if (numbers == null) {
                    numbers = new ArrayList<>(1);
                    known.put(entry.path(), numbers);
                    above(entry.path(), above);
                }
                numbers.add(e);
            }
        }
        entries = known;
    }

    /** Adds the directories above a path. */
    static void above(String path, Set<String> directories) {
        int slash = path.lastIndexOf('/');
        while (slash > 0 && directories.add(path.substring(0, slash))) {
            slash = path.lastIndexOf('/', slash - 1);
        }
    }
}
