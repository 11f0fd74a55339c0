package io.classcast.agent.loader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The symbolic links that served names lead through, as the kernel follows them (path_resolution(7)): who turns one of
 * them elsewhere has changed what lies behind it. Not thread-safe.
 */
final class LinksOnTheWay {
    /** As the kernel has it (path_resolution(7)). */
    private static final int MOST_LINKS = 40;
    /** Where nothing is, such as a link that was just removed. */
    private static final String NOTHING = "";

    private final Map<String, Set<String>> served = new HashMap<>();
    private final Set<String> above = new HashSet<>();
    /** Of places that were looked at: of a link its target, null of anything else. */
    private final Map<String, String> targets = new HashMap<>();

    /**
     * Follows a name. What is known to be free of links is not looked at, so of a directory that is reached through a
     * link each link costs one look, not each file.
     *
     * @param path absolute
     * @param real the same without links, as it was when it was read
     * @param what is served under it
     */
    void add(String path, String real, String what) {
        String done = "";
        String ahead = path;
        int links = 0;
        while (!ahead.isEmpty() && !done.concat(ahead).equals(real)) {
            int end = ahead.indexOf('/', 1);
            String name = end < 0 ? ahead : ahead.substring(0, end);
            ahead = end < 0 ? "" : ahead.substring(end);
            if (name.equals("/..")) {
                done = done.substring(0, Math.max(0, done.lastIndexOf('/')));
            } else if (!name.equals("/") && !name.equals("/.")) {
                String next = done.concat(name);
                String target = target(next);
                if (target == null) {
                    done = next;
                    continue;
                }
                note(next, what);
                if (target.equals(NOTHING) || ++links > MOST_LINKS) {
                    return;
                }
                ahead = "/".concat(target).concat(ahead);
                done = target.startsWith("/") ? "" : done;
            }
        }
    }

    private void note(String link, String what) {
        Set<String> all = served.get(link);
        if (all == null) {
            all = new HashSet<>();
            served.put(link, all);
            OwnChanges.above(link, above);
        }
        all.add(what);
    }

    private String target(String place) {
        if (!targets.containsKey(place)) {
            targets.put(place, look(place));
        }
        return targets.get(place);
    }

    private static String look(String place) {
        try {
            return Files.readSymbolicLink(Path.of(place)).toString();
        } catch (NoSuchFileException e) {
            return NOTHING;
        } catch (IOException | RuntimeException e) {
            // No link.
            return null;
        }
    }

    /**
     * What is served under names that lead through a place.
     *
     * @param path of a link
     * @param below whether links below it count as well
     * @param found takes it
     */
    void behind(String path, boolean below, Set<String> found) {
        Set<String> here = served.get(path);
        if (here != null) {
            found.addAll(here);
        }
        if (below && above.contains(path)) {
            String prefix = path.concat("/");
            for (Map.Entry<String, Set<String>> link : served.entrySet()) {
                if (link.getKey().startsWith(prefix)) {
                    found.addAll(link.getValue());
                }
            }
        }
    }
}
