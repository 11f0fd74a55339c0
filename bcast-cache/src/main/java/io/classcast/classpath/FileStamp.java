package io.classcast.classpath;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One state of a file, as stat(2) tells it. The time of the last change of status is a part of it: nobody can set that, so it tells a file
 * that was written in place, with its size and modification time as before, from what it was.
 *
 * @param attributes as the JDK gives them
 * @param ctimeNanos last change of status, nanoseconds since 1970; 0 where nobody asked
 * @param value of size, both times in nanoseconds, device and inode; {@link #UNKNOWN} where nobody asked
 */
record FileStamp(BasicFileAttributes attributes, long ctimeNanos, long value) {
    /** Value of a file that nobody asked for all of its attributes. */
    static final long UNKNOWN = 0;
    /** Value of a file that is not there, or cannot be looked at. */
    static final long ABSENT = 1;

    private static final String VIEW = "unix:size,lastModifiedTime,ctime,dev,ino";
    private static final long SECOND = 1_000_000_000L;
    /** The kernel takes a file's times from a clock that ticks every 1 to 10 ms (ktime_get_coarse_real_ts64). */
    private static final long TICK_MILLIS = 20;
    /** Some file systems know whole seconds only, or even ones (FAT). */
    private static final long COARSE_TICK_MILLIS = 2_000;

    /** Without a value. */
    static FileStamp unstamped(BasicFileAttributes attributes) {
        return new FileStamp(attributes, 0, UNKNOWN);
    }

    /**
     * Looks at a file.
     *
     * @param file by its directory, where that is open and the JDK lets us
     * @param options for links, which are followed otherwise
     * @throws IOException where it is not there, or cannot be looked at
     */
    static FileStamp of(EntryFile file, LinkOption... options) throws IOException {
        StatFields fields = StatFields.inUse();
        return fields == null ? byView(file.path(), options) : of(file.posixAttributes(options), fields);
    }

    static FileStamp of(PosixFileAttributes found, StatFields fields) {
        long changed = fields.get(found, StatFields.CHANGED_SECONDS) * SECOND + fields.get(found, StatFields.CHANGED_NANOS);
        long modified = fields.get(found, StatFields.MODIFIED_SECONDS) * SECOND + fields.get(found, StatFields.MODIFIED_NANOS);
        return new FileStamp(found, changed, value(fields.get(found, StatFields.DEVICE), fields.get(found, StatFields.INODE),
                fields.get(found, StatFields.SIZE), modified, changed));
    }

    /** By its whole path: the JDK gives these attributes for no other ({@code UnixFileAttributeViews}, JDK 17 to 25). */
    static FileStamp byView(Path path, LinkOption... options) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class, options);
        Map<String, Object> found = Files.readAttributes(path, VIEW, options);
        long changed = ((FileTime) found.get("ctime")).to(TimeUnit.NANOSECONDS);
        return new FileStamp(attributes, changed, value((Long) found.get("dev"), (Long) found.get("ino"), (Long) found.get("size"),
                ((FileTime) found.get("lastModifiedTime")).to(TimeUnit.NANOSECONDS), changed));
    }

    private static long value(long device, long inode, long size, long modified, long changed) {
        long value = mix(mix(mix(mix(mix(0, device), inode), size), modified), changed);
        return value == UNKNOWN || value == ABSENT ? -1 : value;
    }

    /**
     * Looks at a file that will be read next. One that has changed in this very tick of the file system's clock is looked at when the
     * tick is over: another change in it would not show, and what is read now would be taken for that later on. So is one from the
     * future: its server's clock is ahead of ours. Where our clock is ahead by more than a tick this does not help.
     */
    static FileStamp settled(EntryFile file) throws IOException {
        FileStamp stamp = of(file);
        long age = System.currentTimeMillis() - stamp.ctimeNanos / 1_000_000;
        long tick = stamp.ctimeNanos % SECOND == 0 ? COARSE_TICK_MILLIS : TICK_MILLIS;
        if (age > tick) {
            return stamp;
        }
        try {
            Thread.sleep(Math.min(tick, tick - age) + 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return of(file);
    }

    /** The value of a file; {@link #ABSENT} where it cannot be looked at. */
    static long valueOf(EntryFile file) {
        try {
            return of(file).value;
        } catch (IOException e) {
            return ABSENT;
        }
    }

    /** SplitMix64's finaliser (Steele, Lea, Flood, OOPSLA 2014) over a running value. */
    static long mix(long before, long next) {
        long hash = (before ^ next) * 0x9E3779B97F4A7C15L;
        hash = (hash ^ hash >>> 30) * 0xBF58476D1CE4E5B9L;
        hash = (hash ^ hash >>> 27) * 0x94D049BB133111EBL;
        return hash ^ hash >>> 31;
    }
}
