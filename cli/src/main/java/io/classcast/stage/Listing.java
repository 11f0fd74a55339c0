package io.classcast.stage;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A file or a directory tree, listed before it is read. Links that stay inside the tree stay links; others are followed, since the
 * nodes may not have what they lead to. What is neither file, directory nor link is left out.
 */
final class Listing {
    private static final int TYPE = 0170000;
    private static final int DIRECTORY = 0040000;
    private static final int REGULAR = 0100000;
    private static final int LINK = 0120000;

    /**
     * One of them.
     *
     * @param entry as it will be staged
     * @param origin where its bytes are
     */
    record Item(StagedEntry entry, Path origin) {
    }

    private final String prefix;
    private final Predicate<String> wanted;
    private final List<Item> items = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();
    private final List<String> unnameable = new ArrayList<>();
    private final Deque<Path> above = new ArrayDeque<>();

    private Listing(String prefix, Predicate<String> wanted) {
        this.prefix = prefix;
        this.wanted = wanted;
    }

    /**
     * Lists.
     *
     * @param origin file or directory; followed where it is a link
     * @param prefix where it will be, below the staged directory
     * @param wanted of paths relative to the origin; what is below a directory that is not wanted is not wanted
     * @throws IOException where it cannot be read
     */
    static Listing of(Path origin, String prefix, Predicate<String> wanted) throws IOException {
        Listing listing = new Listing(prefix, wanted);
        Map<String, Object> found = attributes(origin, true);
        switch ((int) found.get("mode") & TYPE) {
            case DIRECTORY -> listing.directory(origin, "", found);
            case REGULAR -> listing.items.add(new Item(file(prefix, found), origin));
            default -> throw new IOException(origin + " is neither a file nor a directory");
        }
        return listing;
    }

    List<Item> items() {
        return items;
    }

    /** For people: what was left out, and why. */
    List<String> leftOut() {
        return leftOut;
    }

    /** Files that cannot be staged, since the nodes would give them another name. */
    List<String> unnameable() {
        return unnameable;
    }

    private static Map<String, Object> attributes(Path path, boolean follow) throws IOException {
        String names = "unix:mode,size,lastModifiedTime";
        return follow ? Files.readAttributes(path, names) : Files.readAttributes(path, names, LinkOption.NOFOLLOW_LINKS);
    }

    private static StagedEntry file(String path, Map<String, Object> found) {
        return StagedEntry.file(path, (int) found.get("mode"), nanos(found), (long) found.get("size"));
    }

    private static long nanos(Map<String, Object> found) {
        return ((FileTime) found.get("lastModifiedTime")).to(TimeUnit.NANOSECONDS);
    }

    private void directory(Path origin, String relative, Map<String, Object> found) throws IOException {
        Path real = origin.toRealPath();
        if (above.contains(real)) {
            leftOut.add(origin + " leads back to " + real);
            return;
        }
        items.add(new Item(StagedEntry.directory(staged(relative), (int) found.get("mode"), nanos(found)), origin));
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> names = Files.newDirectoryStream(origin)) {
            names.forEach(children::add);
        }
        Collections.sort(children);
        above.push(real);
        for (Path child : children) {
            String name = child.getFileName().toString();
            if (!child.equals(origin.resolve(name))) {
                unnameable.add(StagedPath.shown(child.toString()));
                continue;
            }
            child(child, relative.isEmpty() ? name : relative + '/' + name);
        }
        above.pop();
    }

    private void child(Path origin, String relative) throws IOException {
        if (!wanted.test(relative)) {
            return;
        }
        Map<String, Object> found = attributes(origin, false);
        int type = (int) found.get("mode") & TYPE;
        if (type == LINK) {
            String target = Files.readSymbolicLink(origin).toString();
            if (staysInside(relative, target)) {
                items.add(new Item(StagedEntry.symbolicLink(staged(relative), target), origin));
                return;
            }
            try {
                found = attributes(origin, true);
            } catch (NoSuchFileException e) {
                leftOut.add(origin + " is a link to " + target + ", which is not there");
                return;
            }
            type = (int) found.get("mode") & TYPE;
        }
        switch (type) {
            case DIRECTORY -> directory(origin, relative, found);
            case REGULAR -> items.add(new Item(file(staged(relative), found), origin));
            default -> leftOut.add(origin + " is neither a file nor a directory");
        }
    }

    private static boolean staysInside(String relative, String target) {
        try {
            StagedPath.checkLink(relative, target);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private String staged(String relative) {
        return prefix.isEmpty() ? relative : relative.isEmpty() ? prefix : prefix + '/' + relative;
    }
}
