package io.classcast.agent.hook;

import io.classcast.ClasscastException;
import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.RandomAccessFile;
import jdk.internal.misc.Unsafe;

/** The path of an open stream: private fields (the same in JDK 17 to 25), read by offset. */
final class StreamPaths {
    private static final Unsafe UNSAFE = Unsafe.getUnsafe();
    /** The stream that has opened it, the first one. */
    private static final long PARENT = offset(FileDescriptor.class, "parent", Closeable.class);
    private static final long NUMBER = offset(FileDescriptor.class, "fd", int.class);
    private static final long PATH = offset(FileOutputStream.class, "path", String.class);
    private static final long RANDOM_PATH = offset(RandomAccessFile.class, "path", String.class);
    private static final long RANDOM_WRITES = offset(RandomAccessFile.class, "rw", boolean.class);

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
     * @throws ClasscastException where it is not
     */
    static void check() {
        if (!isKnown()) {
            throw new ClasscastException("java.io.FileDescriptor.parent or fd, FileOutputStream.path, or RandomAccessFile.path or rw is not there in"
                    + " this version (" + Runtime.version() + "); use a newer Classcast");
        }
    }

    private static boolean isKnown() {
        return PARENT >= 0 && NUMBER >= 0 && PATH >= 0 && RANDOM_PATH >= 0 && RANDOM_WRITES >= 0;
    }

    /**
     * What is being written.
     *
     * @param descriptor of an open file
     * @return the path as the program has given it; null where it is not open for writing by a stream
     */
    static String writtenBy(FileDescriptor descriptor) {
        Object stream = descriptor == null || !isKnown() ? null : UNSAFE.getReference(descriptor, PARENT);
        if (stream instanceof FileOutputStream) {
            return (String) UNSAFE.getReference(stream, PATH);
        }
        return stream instanceof RandomAccessFile && UNSAFE.getBoolean(stream, RANDOM_WRITES)
                ? (String) UNSAFE.getReference(stream, RANDOM_PATH) : null;
    }

    /** The descriptor's number; only of one that {@link #writtenBy} knows. */
    static int number(FileDescriptor descriptor) {
        return UNSAFE.getInt(descriptor, NUMBER);
    }
}
