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
     * @param stamp its {@link FileStamp#value}
     */
    record Item(Path path, String name, long size, long mtime, boolean isDirectory, boolean isRegular, long stamp) {
    }

    /** A sum over the names and stamps of all files, whatever their order: changes where any of them does. Of a stamped listing. */
    long fingerprint() {
        long sum = 1;
        for (Item item : files) {
            // A directory inside is what is in it.
            sum += FileStamp.mix(FileStamp.mix(1, nameHash(item.name())), item.isDirectory() ? 1 : item.stamp());
        }
        return sum == FileStamp.UNKNOWN ? 1 : sum;
    }

    private static long nameHash(String name) {
        // FNV-1a: String.hashCode is the same for "Aa" and "BB".
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001B3L;
        }
        return hash;
    }

    /** Lists a directory tree; with {@code stamped} its files have stamps. */
    static DirectoryListing of(Path root, int limit, boolean stamped) {
        return new DirectoryWalk(root, limit, stamped, null).list();
    }
}
