package io.classcast.stage;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.function.Predicate;

/**
 * Lists a directory tree, several directories at a time, and each name by one question relative to its open directory: on a shared
 * file system every element of a path costs a round trip. Links that stay inside the tree stay links; others are followed, since
 * the nodes may not have what they lead to.
 */
final class TreeWalk {
    private static final int THREADS = 8;

    private final Path top;
    private final String prefix;
    private final Predicate<String> wanted;
    private final List<Listing.Item> items = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();
    private final List<String> unnameable = new ArrayList<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "stage-lister");
        thread.setDaemon(true);
        return thread;
    });
    private final Phaser directories = new Phaser(1);
    private IOException failure;

    /** The directories that lead to one: a link to one of them would have no end. */
    private record Above(Object key, Above parent) {
        boolean has(Object other) {
            for (Above above = this; above != null; above = above.parent) {
                if (other != null && other.equals(above.key)) {
                    return true;
                }
            }
            return false;
        }
    }

    TreeWalk(Path top, String prefix, Predicate<String> wanted) {
        this.top = top;
        this.prefix = prefix;
        this.wanted = wanted;
    }

    Listing list(PosixFileAttributes found) throws IOException {
        try {
            directory(top, "", found, null);
            directories.arriveAndAwaitAdvance();
        } finally {
            threads.shutdown();
        }
        synchronized (this) {
            if (failure != null) {
                throw failure;
            }
            items.sort(Comparator.comparing(item -> item.entry().path()));
            return new Listing(linked(), leftOut, unnameable);
        }
    }

    /** Further names of a file are links to its first: neither sent nor kept twice. */
    private List<Listing.Item> linked() throws IOException {
        Map<Object, Listing.Item> first = new HashMap<>();
        List<Listing.Item> linked = new ArrayList<>(items.size());
        for (Listing.Item item : items) {
            Listing.Item other = item.key() == null || item.entry().kind() != EntryKind.FILE ? null : first.putIfAbsent(item.key(), item);
            linked.add(other == null || !isSame(other, item) ? item
                    : new Listing.Item(StagedEntry.hardLink(item.entry().path(), other.entry().path()), item.origin(), item.key()));
        }
        return linked;
    }

    /** Some file systems give two files one inode number. */
    private static boolean isSame(Listing.Item one, Listing.Item other) throws IOException {
        StagedEntry a = one.entry();
        StagedEntry b = other.entry();
        return a.size() == b.size() && a.mtime() == b.mtime() && a.mode() == b.mode() && (int) Files.getAttribute(other.origin(), "unix:nlink") > 1;
    }

    private void directory(Path origin, String relative, PosixFileAttributes found, Above above) {
        if (above != null && above.has(found.fileKey())) {
            add(leftOut, origin + " leads back to a directory above it");
            return;
        }
        add(items, new Listing.Item(Listing.directory(staged(relative), found), origin, found.fileKey()));
        Above here = new Above(found.fileKey(), above);
        directories.register();
        threads.execute(() -> {
            try {
                children(origin, relative, here);
            } catch (IOException e) {
                fail(e);
            } finally {
                directories.arriveAndDeregister();
            }
        });
    }

    private synchronized <T> void add(List<T> list, T element) {
        list.add(element);
    }

    private synchronized void fail(IOException e) {
        failure = failure == null ? e : failure;
    }

    private void children(Path origin, String relative, Above above) throws IOException {
        try (DirectoryStream<Path> names = Files.newDirectoryStream(origin)) {
            for (Path child : names) {
                String name = child.getFileName().toString();
                if (!child.equals(origin.resolve(name))) {
                    add(unnameable, StagedPath.shown(child.toString()));
                    continue;
                }
                String path = relative.isEmpty() ? name : relative + '/' + name;
                if (wanted.test(path)) {
                    child(child, path, attributes(names, child), above);
                }
            }
        }
    }

    private static PosixFileAttributes attributes(DirectoryStream<Path> directory, Path child) throws IOException {
        return directory instanceof SecureDirectoryStream<Path> relative
                ? relative.getFileAttributeView(child.getFileName(), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS).readAttributes()
                : Files.readAttributes(child, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private void child(Path origin, String relative, PosixFileAttributes attributes, Above above) throws IOException {
        PosixFileAttributes found = attributes;
        if (found.isSymbolicLink()) {
            String target = Files.readSymbolicLink(origin).toString();
            if (staysInside(relative, target)) {
                add(items, new Listing.Item(StagedEntry.symbolicLink(staged(relative), target), origin, null));
                return;
            }
            try {
                found = Files.readAttributes(origin, PosixFileAttributes.class);
            } catch (NoSuchFileException e) {
                add(leftOut, origin + " is a link to " + target + ", which is not there");
                return;
            }
        }
        if (found.isDirectory()) {
            directory(origin, relative, found, above);
        } else if (found.isRegularFile()) {
            add(items, new Listing.Item(Listing.file(staged(relative), found), origin, found.fileKey()));
        } else {
            add(leftOut, origin + " is neither a file nor a directory");
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
