package io.classcast.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A file or a directory tree, listed before it is read.
 *
 * @param items by path, a directory before what is in it
 * @param leftOut for people: what is neither file, directory nor link, and links that lead nowhere or back
 * @param unnameable files whose names are not UTF-8: the nodes would give them another one
 */
record Listing(List<Item> items, List<String> leftOut, List<String> unnameable) {
    /**
     * One of them.
     *
     * @param entry as it will be staged
     * @param origin where its bytes are
     * @param key tells files of one file system apart; null where nothing does
     */
    record Item(StagedEntry entry, Path origin, Object key) {
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
        PosixFileAttributes found = Files.readAttributes(origin, PosixFileAttributes.class);
        if (found.isDirectory()) {
            return new TreeWalk(origin, prefix, wanted).list(found);
        }
        if (!found.isRegularFile()) {
            throw new IOException(origin + " is neither a file nor a directory");
        }
        return new Listing(List.of(new Item(file(prefix, found), origin, found.fileKey())), List.of(), List.of());
    }

    static StagedEntry file(String path, PosixFileAttributes found) {
        return StagedEntry.file(path, mode(found), nanos(found), found.size());
    }

    static StagedEntry directory(String path, PosixFileAttributes found) {
        return StagedEntry.directory(path, mode(found), nanos(found));
    }

    private static int mode(PosixFileAttributes found) {
        int mode = 0;
        for (PosixFilePermission permission : found.permissions()) {
            // OWNER_READ is 0400, OTHERS_EXECUTE 01.
            mode |= 0400 >> permission.ordinal();
        }
        return mode;
    }

    static long nanos(PosixFileAttributes found) {
        return found.lastModifiedTime().to(TimeUnit.NANOSECONDS);
    }
}
