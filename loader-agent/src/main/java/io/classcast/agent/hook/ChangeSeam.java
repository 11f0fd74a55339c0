package io.classcast.agent.hook;

import io.classcast.agent.loader.OwnChanges;
import java.io.File;
import java.io.FileDescriptor;

/**
 * What the JDK calls where this JVM has opened a file for writing, has made, moved or removed a name, or has changed who
 * may do what with a file, by whatever API: what a program has changed itself it must see. Called after the deed, and only where it was done. No lambdas, no
 * logging; never throws.
 */
public final class ChangeSeam {
    /** {@code O_ACCMODE} of open(2): 0 is reading alone. */
    private static final int ACCESS_MODE = 3;

    private static volatile OwnChanges changes;
    private static volatile OpenStreams streams;

    private ChangeSeam() {
    }

    /**
     * Sets who is told.
     *
     * @param told of every change; null for nobody
     */
    public static void tell(OwnChanges told) {
        changes = told;
    }

    /**
     * Sets who knows what streams have opened.
     *
     * @param known in this JDK
     */
    public static void know(OpenStreams known) {
        streams = known;
    }

    /**
     * Called by {@code FileCleanable.register}, when a stream or a {@code RandomAccessFile} is open.
     *
     * @param descriptor of the file
     */
    public static void opened(FileDescriptor descriptor) {
        OwnChanges told = changes;
        OpenStreams known = streams;
        if (told != null && known != null) {
            String path = known.writtenBy(descriptor);
            if (path != null) {
                told.opened(known.number(descriptor), path);
            }
        }
    }

    /**
     * Called by {@code UnixNativeDispatcher.open}: channels, and all of {@code java.nio.file.Files}.
     *
     * @param descriptor of the open file
     * @param path a {@code sun.nio.fs.UnixPath}
     * @param flags of open(2)
     */
    public static void opened(int descriptor, Object path, int flags) {
        OwnChanges told = changes;
        if (told != null && (flags & ACCESS_MODE) != 0) {
            told.opened(descriptor, path.toString());
        }
    }

    /**
     * Called by {@code UnixNativeDispatcher.openat}.
     *
     * @param descriptor of the open file
     * @param flags of open(2)
     */
    public static void opened(int descriptor, int flags) {
        OwnChanges told = changes;
        if (told != null && (flags & ACCESS_MODE) != 0) {
            told.opened(descriptor, null);
        }
    }

    /**
     * Called by {@code UnixNativeDispatcher} where a name was made, moved or removed.
     *
     * @param path a {@code sun.nio.fs.UnixPath}
     */
    public static void named(Object path) {
        OwnChanges told = changes;
        if (told != null) {
            told.named(path.toString());
        }
    }

    /**
     * Called by {@code UnixNativeDispatcher} where it was changed who may do what.
     *
     * @param path a {@code sun.nio.fs.UnixPath}
     */
    public static void permitted(Object path) {
        OwnChanges told = changes;
        if (told != null) {
            told.permitted(path.toString());
        }
    }

    /**
     * The same, of a {@code SecureDirectoryStream}.
     *
     * @param directory descriptor of it
     * @param name in it
     */
    public static void named(int directory, byte[] name) {
        OwnChanges told = changes;
        if (told != null) {
            told.named(directory, name);
        }
    }

    /**
     * Called by {@code java.io.File}, likewise.
     *
     * @param done whether the file system has done it
     * @param file a file
     * @return the same
     */
    public static boolean changed(boolean done, File file) {
        return changed(done, file.getPath());
    }

    /**
     * Called by {@code java.io.File}, likewise.
     *
     * @param done whether the file system has done it
     * @param path of a file
     * @return the same
     */
    public static boolean changed(boolean done, String path) {
        OwnChanges told = changes;
        if (done && told != null) {
            told.named(path);
        }
        return done;
    }

    /**
     * Called by {@code java.io.File}, likewise.
     *
     * @param done whether the file system has done it
     * @param file a file
     * @param time of its last modification from now on, milliseconds since 1970
     * @return the same
     */
    public static boolean changed(boolean done, File file, long time) {
        return changed(done, file.getPath());
    }

    /**
     * Called by {@code java.io.File}, likewise.
     *
     * @param done whether the file system has done it
     * @param from a file
     * @param to its new name
     * @return the same
     */
    public static boolean changed(boolean done, File from, File to) {
        return changed(changed(done, from), to);
    }

    /**
     * Called by {@code java.io.File} where it was changed who may do what. In part it may be done although it has failed.
     *
     * @param done whether the file system has done it
     * @param file a file
     * @param access which right
     * @param enable whether it was given
     * @param ownerOnly to the owner alone
     * @return the same
     */
    public static boolean changed(boolean done, File file, int access, boolean enable, boolean ownerOnly) {
        OwnChanges told = changes;
        if (told != null) {
            told.permitted(file.getPath());
        }
        return done;
    }
}
