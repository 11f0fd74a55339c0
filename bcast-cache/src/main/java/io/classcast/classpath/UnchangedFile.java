package io.classcast.classpath;

import io.classcast.image.ImageEntry;
import java.io.File;
import java.nio.file.Path;

/** Tells whether one file of an image is still what was read. Safe for all threads. */
public final class UnchangedFile {
    private UnchangedFile() {
    }

    /**
     * Looks at a file.
     *
     * @param entry of the file
     * @param path that leads to it, absolute; links are followed
     * @return false where it is another one, has changed or is not there. Compared are inode, device, size and times in
     *     nanoseconds where the image has a stamp ({@link ScanOptions#withStamps}); otherwise size and time in milliseconds
     * @throws SecurityException where the program may not look at it
     */
    public static boolean is(ImageEntry entry, String path) {
        if (entry.stamp() != FileStamp.UNKNOWN) {
            return FileStamp.valueOf(new EntryFile(Path.of(path), null)) == entry.stamp();
        }
        return is(path, entry.size(), entry.mtime());
    }

    /**
     * The same of a file without a stamp.
     *
     * @param path absolute
     * @param size bytes
     * @param time of its last modification, milliseconds since 1970
     * @return false where it is another one, has changed or is not there
     * @throws SecurityException where the program may not look at it
     */
    public static boolean is(String path, long size, long time) {
        File file = new File(path);
        // Of a file that is not there the JDK says 0 and 0.
        return file.length() == size && file.lastModified() == time && (size != 0 || time != 0 || file.exists());
    }
}
