package io.classcast.classpath;

import java.io.IOException;
import java.nio.file.Path;
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

    static DirectoryListing of(Path root, int limit) {
        return new DirectoryWalk(root, limit, null).list();
    }
}
