package io.classcast.agent.hook;

import io.classcast.ClasscastException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import jdk.internal.misc.Unsafe;

/** The path of an open stream: two private fields (the same in JDK 17 to 25), read by offset. */
final class StreamPaths {
    private static final Unsafe UNSAFE = Unsafe.getUnsafe();
    /** The stream that has opened it, the first one. */
    private static final long PARENT = offset(FileDescriptor.class, "parent");
    private static final long PATH = offset(FileOutputStream.class, "path");

    private StreamPaths() {
    }

    /** Negative where there is no such field. */
    private static long offset(Class<?> type, String field) {
        try {
            return UNSAFE.objectFieldOffset(type, field);
        } catch (InternalError e) {
            return -1;
        }
    }

    /**
     * Looks whether this JDK is a known one.
     *
     * @throws ClasscastException where it is not
     */
    static void check() {
        if (PARENT < 0 || PATH < 0) {
            throw new ClasscastException("java.io.FileDescriptor.parent or FileOutputStream.path is not there in this version (" + Runtime.version()
                    + "); use a newer Classcast");
        }
    }

    /**
     * What is being written.
     *
     * @param descriptor of an open file
     * @return the path as the program has given it; null where it is not open for writing by a stream
     */
    static String writtenBy(FileDescriptor descriptor) {
        Object stream = descriptor == null || PARENT < 0 || PATH < 0 ? null : UNSAFE.getReference(descriptor, PARENT);
        return stream instanceof FileOutputStream ? (String) UNSAFE.getReference(stream, PATH) : null;
    }
}
