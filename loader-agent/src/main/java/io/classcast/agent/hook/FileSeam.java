package io.classcast.agent.hook;

import io.classcast.agent.loader.ServedFiles;
import java.io.File;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * What the JDK calls where it opens a file for reading, or looks for a native library: a file of the image is opened on the
 * node's own copy, under its original name. No lambdas, no logging.
 */
public final class FileSeam {
    /** {@code O_RDONLY} of {@code java.io.RandomAccessFile} (JDK 17 and 25). */
    private static final int READ_ONLY = 1;

    private static volatile ServedFiles files;
    private static volatile boolean streamServed;
    /** What is done when the program makes its first {@code File}; null where that is over. */
    private static volatile Runnable firstFile;

    private FileSeam() {
    }

    /**
     * Sets what the seams answer from.
     *
     * @param served the files of the image
     */
    public static void serve(ServedFiles served) {
        files = served;
    }

    /**
     * Sets what is done when the next {@code java.io.File} is made, once, by the thread that makes it.
     *
     * @param action throws nothing; null for nothing
     */
    public static void atFirstFile(Runnable action) {
        firstFile = action;
    }

    /**
     * Called by {@code java.io.File}, whose file system makes a name of what it was given.
     *
     * @param name of a file
     * @return the same
     */
    public static String named(String name) {
        if (firstFile != null) {
            Runnable action = takeFirstFile();
            if (action != null) {
                action.run();
            }
        }
        return name;
    }

    private static synchronized Runnable takeFirstFile() {
        Runnable action = firstFile;
        firstFile = null;
        return action;
    }

    /**
     * Called by {@code FileInputStream.open}.
     *
     * @param path of the file
     * @return of the copy, or the same
     */
    public static String stream(String path) {
        String opened = reading(path);
        streamServed |= opened != path;
        return opened;
    }

    /** The copy of a file that is about to be read, or the same path. */
    static String reading(String path) {
        ServedFiles served = files;
        String copy = served == null ? null : served.copyOf(path);
        return copy == null ? path : copy;
    }

    /**
     * Whether a {@code FileInputStream} was opened on a copy.
     *
     * @return true from the first one on
     */
    public static boolean hasServedStream() {
        return streamServed;
    }

    /**
     * Called by {@code RandomAccessFile.open}: every {@code ZipFile}, {@code JarFile} and {@code jar:} URL comes through there.
     *
     * @param path of the file
     * @param mode of {@code RandomAccessFile}
     * @return of the copy, or the same
     */
    public static String randomAccess(String path, int mode) {
        return mode == READ_ONLY ? reading(path) : path;
    }

    /**
     * Called by {@code UnixChannelFactory.newFileChannel}: channels, and all of {@code java.nio.file.Files} that reads.
     *
     * @param path a {@code sun.nio.fs.UnixPath}
     * @param options open options
     * @return the copy's path, or the same
     */
    public static Object channel(Object path, Set<?> options) {
        ServedFiles served = files;
        if (served == null || served.isAskedFor()) {
            return path;
        }
        if (!options.isEmpty() && (options.size() > 1 || !options.contains(StandardOpenOption.READ))) {
            return path;
        }
        String copy = served.copyOf(path.toString());
        return copy == null ? path : ((Path) path).getFileSystem().getPath(copy);
    }

    /**
     * Called by {@code ZipFile.Source.get}, where a profile is recorded.
     *
     * @param file that is opened, or is open already
     * @return the same
     */
    public static File zip(File file) {
        ServedFiles served = files;
        if (served != null) {
            served.zipOpened(file.getPath());
        }
        return file;
    }

    /**
     * Called by {@code NativeLibraries.loadLibrary(Class, File)}.
     *
     * @param library to load
     * @return the copy, or the same
     */
    public static File library(File library) {
        ServedFiles served = files;
        String copy = served == null ? null : served.libraryCopyOf(library.getPath());
        return copy == null ? library : new File(copy);
    }

    /**
     * Called where {@code NativeLibraries.loadLibrary(Class, File)} fails: the dynamic linker and the JDK name the file.
     *
     * @param error of the JDK
     * @param library that was to be loaded, perhaps a copy
     * @return the same, or one that names the original
     */
    public static UnsatisfiedLinkError notLoaded(UnsatisfiedLinkError error, File library) {
        ServedFiles served = files;
        String message = error.getMessage();
        String copy = library.getPath();
        String original = served == null || message == null || !message.contains(copy) ? null : served.originalOf(copy);
        if (original == null) {
            return error;
        }
        UnsatisfiedLinkError told = new UnsatisfiedLinkError(message.replace(copy, original));
        told.setStackTrace(error.getStackTrace());
        return told;
    }

    /**
     * Called by {@code NativeLibraries.findFromPaths}.
     *
     * @param directories that would be searched
     * @param name of the library, as for {@code System.loadLibrary}
     * @return those that may have it
     */
    public static String[] directories(String[] directories, String name) {
        ServedFiles served = files;
        return served == null ? directories : served.havingLibrary(directories, System.mapLibraryName(name));
    }
}
