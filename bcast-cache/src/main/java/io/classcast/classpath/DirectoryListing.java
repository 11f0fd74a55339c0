package io.classcast.classpath;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/**
 * All names below a directory. Symbolic links are followed, as the class loader follows them.
 *
 * @param files directories before what is in them
 * @param bytes of all regular files
 * @param problem why the listing is not complete, or null
 */
record DirectoryListing(List<Item> files, long bytes, String problem) {

    /**
     * One file or directory.
     *
     * @param path of the file
     * @param name relative to the root, with slashes
     * @param size bytes
     * @param mtime milliseconds since 1970
     * @param isDirectory a directory
     * @param isRegular a regular file; neither for a device or a pipe
     */
    record Item(Path path, String name, long size, long mtime, boolean isDirectory, boolean isRegular) {
    }

    /** A sum over names, sizes and times of all files, whatever their order: changes where any of them does. */
    long fingerprint() {
        long sum = 0;
        for (Item item : files) {
            long hash = item.name().hashCode() * 0x9E3779B97F4A7C15L + item.size();
            hash = (hash ^ hash >>> 29) * 0xBF58476D1CE4E5B9L + (item.isDirectory() ? 1 : item.mtime());
            sum += (hash ^ hash >>> 32) * 0x94D049BB133111EBL;
        }
        return sum;
    }

    static DirectoryListing of(Path root, int limit) throws IOException {
        Visitor visitor = new Visitor(root, limit);
        Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, visitor);
        return new DirectoryListing(visitor.files, visitor.bytes, visitor.problem);
    }

    private static final class Visitor extends SimpleFileVisitor<Path> {
        private final Path root;
        private final int prefix;
        private final int limit;
        private final List<Item> files = new ArrayList<>();
        private long bytes;
        private String problem;

        Visitor(Path root, int limit) {
            this.root = root;
            this.limit = limit;
            String text = root.toString();
            prefix = text.endsWith("/") ? text.length() : text.length() + 1;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return directory.equals(root) ? FileVisitResult.CONTINUE : add(directory, attributes);
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            // A link that leads nowhere is reported as the link itself; File.exists() says no to it.
            return attributes.isSymbolicLink() ? FileVisitResult.CONTINUE : add(file, attributes);
        }

        private FileVisitResult add(Path file, BasicFileAttributes attributes) {
            if (files.size() == limit) {
                problem = "more than " + limit + " files";
                return FileVisitResult.TERMINATE;
            }
            files.add(new Item(file, file.toString().substring(prefix), attributes.size(),
                    attributes.lastModifiedTime().toMillis(), attributes.isDirectory(), attributes.isRegularFile()));
            if (attributes.isRegularFile()) {
                bytes += attributes.size();
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            if (e instanceof FileSystemLoopException) {
                return FileVisitResult.CONTINUE;
            }
            problem = "cannot read " + (file.equals(root) ? "the directory" : file) + " (" + JarScanner.reason(e) + ")";
            return FileVisitResult.TERMINATE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, IOException e) {
            return e == null ? FileVisitResult.CONTINUE : visitFileFailed(directory, e);
        }
    }
}
