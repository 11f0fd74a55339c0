package io.classcast.filesystem;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The mount table of this process.
 *
 * @param all in the order of mounting: the later hides the earlier at the same place
 */
public record Mounts(List<Mount> all) {
    private static final Mount NONE = new Mount("/", "unknown", "", List.of());

    /**
     * Reads the table of this process.
     *
     * @return empty where /proc does not tell
     */
    public static Mounts read() {
        try {
            return parse(new String(Files.readAllBytes(Path.of("/proc/self/mounts")), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return new Mounts(List.of());
        }
    }

    /**
     * Reads a table.
     *
     * @param text of /proc/self/mounts
     * @return its mounts; lines that are too short are left out
     */
    public static Mounts parse(String text) {
        List<Mount> all = new ArrayList<>();
        text.lines().forEach(line -> {
            String[] words = line.split(" ");
            if (words.length >= 4) {
                all.add(new Mount(unescape(words[1]), unescape(words[2]), unescape(words[0]), List.of(words[3].split(","))));
            }
        });
        return new Mounts(List.copyOf(all));
    }

    /**
     * The mount that holds a path.
     *
     * @param path absolute; its symbolic links are not followed
     * @return the mount; of type {@code unknown} where none holds it
     */
    public Mount of(Path path) {
        Mount best = NONE;
        for (Mount mount : all) {
            // By elements, not characters: /database is not on /data.
            if (path.startsWith(mount.point()) && mount.point().length() >= best.point().length()) {
                best = mount;
            }
        }
        return best;
    }

    /**
     * Sorts paths by the file systems that hold them.
     *
     * @param paths absolute
     * @return in the order in which they are met
     */
    public Map<Mount, List<Path>> group(Collection<Path> paths) {
        Map<Mount, List<Path>> grouped = new LinkedHashMap<>();
        for (Path path : paths) {
            grouped.computeIfAbsent(of(path), mount -> new ArrayList<>()).add(path);
        }
        return grouped;
    }

    /**
     * Where on a file system a name next to some entries, or in them, would be looked for.
     *
     * @param mount the file system
     * @param entries files and directories
     * @return the directories among the entries, and those that the others are in, if they are there and on that file system
     */
    public List<Path> directories(Mount mount, List<Path> entries) {
        Set<Path> directories = new LinkedHashSet<>();
        for (Path entry : entries) {
            Path directory = Files.isDirectory(entry) ? entry : entry.getParent();
            if (directory != null && mount.equals(of(directory)) && Files.isDirectory(directory)) {
                directories.add(directory);
            }
        }
        return List.copyOf(directories);
    }

    /** Blanks and backslashes stand as three octal digits (getmntent(3)). */
    private static String unescape(String word) {
        if (word.indexOf('\\') < 0) {
            return word;
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c == '\\' && i + 3 < word.length() && word.substring(i + 1, i + 4).chars().allMatch(d -> d >= '0' && d <= '7')) {
                out.append((char) Integer.parseInt(word.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
