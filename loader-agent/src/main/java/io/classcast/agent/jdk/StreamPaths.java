package io.classcast.agent.jdk;

import io.classcast.ClasscastException;
import io.classcast.agent.hook.OpenStreams;
import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import jdk.internal.misc.Unsafe;

/** The path of an open stream: private fields (the same in JDK 17 to 25), read by offset. */
final class StreamPaths implements OpenStreams {
    private static final Unsafe UNSAFE = Unsafe.getUnsafe();
    /** The stream that has opened it, the first one. */
    private static final long PARENT = offset(FileDescriptor.class, "parent", Closeable.class);
    private static final long NUMBER = offset(FileDescriptor.class, "fd", int.class);
    private static final long PATH = offset(FileOutputStream.class, "path", String.class);
    private static final long RANDOM_PATH = offset(RandomAccessFile.class, "path", String.class);
    private static final long RANDOM_WRITES = offset(RandomAccessFile.class, "rw", boolean.class);

    private static final String FLAGS = "flags:";
    /** {@code O_ACCMODE} of open(2): 0 is reading alone. */
    private static final int ACCESS_MODE = 3;

    private StreamPaths() {
    }

    /** Negative where there is no such field. */
    private static long offset(Class<?> owner, String field, Class<?> type) {
        try {
            return UNSAFE.objectFieldOffset(owner, field);
        } catch (InternalError e) {
            return byType(owner, field, type);
        }
    }

    private static long byType(Class<?> owner, String field, Class<?> type) {
        try {
            return JdkFields.offset(owner, field, type);
        } catch (NoSuchFieldException e) {
            return -1;
        }
    }

    /**
     * Looks whether this JDK is a known one.
     *
     * @return knows its streams
     * @throws ClasscastException where it is not
     */
    static StreamPaths look() {
        if (!isKnown()) {
            throw new ClasscastException("java.io.FileDescriptor.parent or fd, FileOutputStream.path, or RandomAccessFile.path is not there in"
                    + " this version (" + Runtime.version() + "); use a newer Classcast");
        }
        return new StreamPaths();
    }

    private static boolean isKnown() {
        return PARENT >= 0 && NUMBER >= 0 && PATH >= 0 && RANDOM_PATH >= 0;
    }

    @Override
    public String writtenBy(FileDescriptor descriptor) {
        Object stream = descriptor == null ? null : UNSAFE.getReference(descriptor, PARENT);
        if (stream instanceof FileOutputStream) {
            return (String) UNSAFE.getReference(stream, PATH);
        }
        return stream instanceof RandomAccessFile && writes(stream, descriptor) ? (String) UNSAFE.getReference(stream, RANDOM_PATH) : null;
    }

    private boolean writes(Object stream, FileDescriptor descriptor) {
        return RANDOM_WRITES >= 0 ? UNSAFE.getBoolean(stream, RANDOM_WRITES) : isForWriting(number(descriptor));
    }

    /**
     * As Linux tells it (proc_pid_fdinfo(5)): a line of octal flags of open(2).
     *
     * @return true where it does not tell
     */
    static boolean isForWriting(int number) {
        try (FileInputStream in = new FileInputStream("/proc/self/fdinfo/".concat(String.valueOf(number)))) {
            String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            int at = text.indexOf(FLAGS);
            int end = at < 0 ? -1 : text.indexOf('\n', at);
            return end < 0 || (Integer.parseInt(text.substring(at + FLAGS.length(), end).trim(), 8) & ACCESS_MODE) != 0;
        } catch (IOException | NumberFormatException e) {
            return true;
        }
    }

    @Override
    public int number(FileDescriptor descriptor) {
        return UNSAFE.getInt(descriptor, NUMBER);
    }
}
