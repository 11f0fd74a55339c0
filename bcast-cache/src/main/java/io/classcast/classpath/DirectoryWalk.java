package io.classcast.classpath;

import io.classcast.classpath.DirectoryListing.Item;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Lists a directory tree by names relative to open directories (openat(2), fstatat(2)): on a shared file system that does not cache
 * names, each element of a longer path would be a round trip of its own. Used by one thread, once.
 */
final class DirectoryWalk {
    private static final LinkOption[] LINK_ITSELF = {LinkOption.NOFOLLOW_LINKS};

    private final Path root;
    private final int prefix;
    private final int limit;
    private final List<Item> files = new ArrayList<>();
    /** Keys of the directories from the root to here: a link to one of them is a loop. */
    private final List<Object> ancestors = new ArrayList<>();
    private long bytes;
    private String problem;

    DirectoryWalk(Path root, int limit) {
        this.root = root;
        this.limit = limit;
        String text = root.toString();
        prefix = text.endsWith("/") ? text.length() : text.length() + 1;
    }

    DirectoryListing list() {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(root)) {
            if (stream instanceof SecureDirectoryStream<Path> secure) {
                ancestors.add(secure.getFileAttributeView(BasicFileAttributeView.class).readAttributes().fileKey());
                inside(secure);
            } else {
                problem = "cannot read the directory (its file system knows no open directories)";
            }
        } catch (IOException e) {
            failed(root, e);
        }
        return new DirectoryListing(files, bytes, problem);
    }

    private void inside(SecureDirectoryStream<Path> directory) {
        try {
            for (Path entry : directory) {
                entry(directory, entry);
                if (problem != null) {
                    return;
                }
            }
        } catch (DirectoryIteratorException e) {
            failed(root, e.getCause());
        }
    }

    private void entry(SecureDirectoryStream<Path> directory, Path path) {
        Path name = path.getFileName();
        BasicFileAttributes attributes;
        try {
            attributes = directory.getFileAttributeView(name, BasicFileAttributeView.class).readAttributes();
        } catch (IOException e) {
            if (!isLink(directory, name)) {
                failed(path, e);
            }
            // File.exists() says no to a link that leads nowhere.
            return;
        }
        if (!attributes.isDirectory()) {
            add(path, attributes);
        } else if (!ancestors.contains(attributes.fileKey())) {
            try (SecureDirectoryStream<Path> inner = directory.newDirectoryStream(name)) {
                add(path, attributes);
                ancestors.add(attributes.fileKey());
                if (problem == null) {
                    inside(inner);
                }
                ancestors.remove(ancestors.size() - 1);
            } catch (IOException e) {
                failed(path, e);
            }
        }
    }

    private static boolean isLink(SecureDirectoryStream<Path> directory, Path name) {
        try {
            return directory.getFileAttributeView(name, BasicFileAttributeView.class, LINK_ITSELF).readAttributes().isSymbolicLink();
        } catch (IOException e) {
            return false;
        }
    }

    private void add(Path file, BasicFileAttributes attributes) {
        if (files.size() == limit) {
            problem = "more than " + limit + " files";
            return;
        }
        files.add(new Item(file, file.toString().substring(prefix), attributes.size(), attributes.lastModifiedTime().toMillis(), attributes.isDirectory(),
                attributes.isRegularFile()));
        if (attributes.isRegularFile()) {
            bytes += attributes.size();
        }
    }

    private void failed(Path file, IOException e) {
        problem = "cannot read " + (file.equals(root) ? "the directory" : file) + " (" + JarScanner.reason(e) + ")";
    }
}
