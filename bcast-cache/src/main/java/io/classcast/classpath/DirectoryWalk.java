package io.classcast.classpath;

import io.classcast.classpath.DirectoryListing.Item;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Lists a directory tree by names relative to open directories (openat(2), fstatat(2)): on a shared file system that does not cache
 * names, each element of a longer path would be a round trip of its own. Used by one thread, once.
 */
final class DirectoryWalk {
    /** Is told of the regular files while their directory is open. */
    interface Visitor {
        /**
         * A file was found.
         *
         * @param file in that directory
         * @param directory open until this returns; {@link OpenDirectory#use} keeps it open for longer
         * @return false where the walk is to end
         */
        boolean found(Item file, OpenDirectory directory);
    }

    /** How a problem begins that may be another one, or none, a moment later. */
    static final String UNREADABLE = "cannot read ";

    private final Path root;
    private final int prefix;
    private final int limit;
    /** All attributes of each file are noted. */
    private final boolean stamped;
    /** Null where the names are all that is wanted. */
    private final Visitor visitor;
    private final List<Item> files = new ArrayList<>();
    /** Keys of the directories from the root to here: a link to one of them is a loop, and a problem. */
    private final List<Object> ancestors = new ArrayList<>();
    private long bytes;
    private String problem;
    private boolean ended;

    DirectoryWalk(Path root, int limit, boolean stamped, Visitor visitor) {
        this.root = root;
        this.limit = limit;
        this.stamped = stamped;
        this.visitor = visitor;
        String text = root.toString();
        prefix = text.endsWith("/") ? text.length() : text.length() + 1;
    }

    DirectoryListing list() {
        try {
            OpenDirectory open = OpenDirectory.of(root);
            if (open != null) {
                inside(open, keyOf(open));
            } else {
                failed("the directory (its file system knows no open directories)");
            }
        } catch (IOException e) {
            failed(root, e);
        }
        return new DirectoryListing(files, bytes, problem);
    }

    private static Object keyOf(OpenDirectory directory) throws IOException {
        try {
            return directory.stream().getFileAttributeView(BasicFileAttributeView.class).readAttributes().fileKey();
        } catch (IOException e) {
            directory.release();
            throw e;
        }
    }

    private void inside(OpenDirectory directory, Object key) {
        ancestors.add(key);
        try {
            for (Path entry : directory.stream()) {
                entry(directory, entry);
                if (ended) {
                    return;
                }
            }
        } catch (DirectoryIteratorException e) {
            failed(root, e.getCause());
        } finally {
            ancestors.remove(ancestors.size() - 1);
            directory.release();
        }
    }

    private void entry(OpenDirectory directory, Path path) {
        Path name = path.getFileName();
        FileStamp stamp;
        BasicFileAttributes attributes;
        try {
            stamp = look(directory, path);
            attributes = stamp.attributes();
        } catch (IOException e) {
            if (!isLink(directory, name)) {
                failed(path, e);
            }
            // File.exists() says no to a link that leads nowhere.
            return;
        }
        if (!attributes.isDirectory()) {
            Item file = add(path, stamp);
            if (!ended && attributes.isRegularFile()) {
                bytes += attributes.size();
                ended = visitor != null && !visitor.found(file, directory);
            }
        } else if (ancestors.contains(attributes.fileKey())) {
            // There is no end to the names below it.
            problem = "link " + path + " leads to a directory above it";
            ended = true;
        } else {
            try {
                OpenDirectory inner = new OpenDirectory(directory.stream().newDirectoryStream(name));
                add(path, stamp);
                if (ended) {
                    inner.release();
                } else {
                    inside(inner, attributes.fileKey());
                }
            } catch (IOException e) {
                failed(path, e);
            }
        }
    }

    private FileStamp look(OpenDirectory directory, Path path) throws IOException {
        if (!stamped) {
            return FileStamp.unstamped(directory.attributes(path.getFileName()));
        }
        EntryFile file = new EntryFile(path, directory);
        return visitor == null ? FileStamp.of(file) : FileStamp.settled(file);
    }

    private static boolean isLink(OpenDirectory directory, Path name) {
        try {
            return directory.attributes(name, LinkOption.NOFOLLOW_LINKS).isSymbolicLink();
        } catch (IOException e) {
            return false;
        }
    }

    /** Null where there are too many. */
    private Item add(Path file, FileStamp stamp) {
        if (files.size() == limit) {
            problem = "more than " + limit + " files";
            ended = true;
            return null;
        }
        BasicFileAttributes attributes = stamp.attributes();
        Item item = new Item(file, file.toString().substring(prefix), attributes.size(), attributes.lastModifiedTime().toMillis(),
                attributes.isDirectory(), attributes.isRegularFile(), stamp.value());
        files.add(item);
        return item;
    }

    private void failed(Path file, IOException e) {
        failed((file.equals(root) ? "the directory" : file) + " (" + JarScanner.reason(e) + ")");
    }

    private void failed(String what) {
        problem = UNREADABLE + what;
        ended = true;
    }
}
