package io.classcast.classpath;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One state of a file, as stat(2) tells it. The JDK's attribute view "unix" (JDK 17 to 25, {@code UnixFileAttributeViews}) is asked, since
 * no other has the time of the last change of status, the only one that nobody can set: it tells a file that was written in place, with
 * its size and modification time as before, from what it was.
 *
 * @param isDirectory a directory
 * @param isRegular a regular file; neither for a device or a pipe
 * @param size bytes
 * @param mtimeMillis last modification, milliseconds since 1970
 * @param key of device and inode
 * @param ctimeNanos last change of status, nanoseconds since 1970; 0 where nobody asked
 * @param value of size, both times in nanoseconds, device and inode; {@link #UNKNOWN} where nobody asked
 */
record FileStamp(boolean isDirectory, boolean isRegular, long size, long mtimeMillis, Object key, long ctimeNanos, long value) {
    /** Value of a file that nobody asked for all of its attributes. */
    static final long UNKNOWN = 0;
    /** Value of a file that is not there, or cannot be looked at. */
    static final long ABSENT = 1;

    private static final String ALL = "unix:isDirectory,isRegularFile,size,lastModifiedTime,ctime,fileKey,dev,ino";
    private static final long SECOND = 1_000_000_000L;
    /** The kernel takes a file's times from a clock that ticks every 1 to 10 ms (ktime_get_coarse_real_ts64). */
    private static final long TICK_MILLIS = 20;
    /** Some file systems know whole seconds only. */
    private static final long COARSE_TICK_MILLIS = 1_000;

    /** What a relative look has found; it has no time of the last change of status, so the value stays unknown. */
    static FileStamp of(BasicFileAttributes found) {
        return new FileStamp(found.isDirectory(), found.isRegularFile(), found.size(), found.lastModifiedTime().toMillis(), found.fileKey(),
                0, UNKNOWN);
    }

    /**
     * Looks at a file.
     *
     * @param path of it; links are followed unless the options say otherwise
     * @param options for links
     * @throws IOException where it is not there, or cannot be looked at
     */
    static FileStamp of(Path path, LinkOption... options) throws IOException {
        Map<String, Object> found = Files.readAttributes(path, ALL, options);
        FileTime modified = (FileTime) found.get("lastModifiedTime");
        long size = (Long) found.get("size");
        long changed = ((FileTime) found.get("ctime")).to(TimeUnit.NANOSECONDS);
        long value = mix(mix(mix(mix(mix(0, (Long) found.get("dev")), (Long) found.get("ino")), size),
                modified.to(TimeUnit.NANOSECONDS)), changed);
        return new FileStamp((Boolean) found.get("isDirectory"), (Boolean) found.get("isRegularFile"), size, modified.toMillis(),
                found.get("fileKey"), changed, value >= 0 && value <= ABSENT ? value + 2 : value);
    }

    /**
     * Looks at a file that will be read next. One that has changed in this very tick of the file system's clock is looked at when the
     * tick is over: another change in it would not show, and what is read now would be taken for that later on.
     */
    static FileStamp settled(Path path) throws IOException {
        FileStamp stamp = of(path);
        long age = System.currentTimeMillis() - stamp.ctimeNanos / 1_000_000;
        long tick = stamp.ctimeNanos % SECOND == 0 ? COARSE_TICK_MILLIS : TICK_MILLIS;
        if (age < 0 || age > tick) {
            return stamp;
        }
        try {
            Thread.sleep(tick + 1 - age);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return of(path);
    }

    /** The value of a file; {@link #ABSENT} where it cannot be looked at. */
    static long valueOf(Path path) {
        try {
            return of(path).value;
        } catch (IOException e) {
            return ABSENT;
        }
    }

    /** Two rounds of SplitMix64's finaliser (Steele, Lea, Flood, OOPSLA 2014) over a running value. */
    static long mix(long before, long next) {
        long hash = (before ^ next) * 0x9E3779B97F4A7C15L;
        hash = (hash ^ hash >>> 30) * 0xBF58476D1CE4E5B9L;
        hash = (hash ^ hash >>> 27) * 0x94D049BB133111EBL;
        return hash ^ hash >>> 31;
    }
}
