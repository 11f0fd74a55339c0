package io.classcast.agent.jdk;

import io.classcast.ClasscastException;
import io.classcast.agent.hook.FileSeam;
import java.io.IOException;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.List;

/**
 * Puts {@link FileSeam} where the JDK opens files: into two classes while the JVM loads them ({@link ChangeDoors#ahead}), and into {@code
 * FileInputStream}, which is always loaded. To redefine that takes two operations of the JVM, and makes every class from an archive dearer ({@link
 * StandIns} tells why), so it waits for the program's first {@code java.io.File}: no stream is opened by a name without one.
 */
public final class FileDoors {
    /** For each of {@link FilePlace#EARLY} whether it has its seam. */
    private static final boolean[] DONE = new boolean[FilePlace.EARLY.length];
    private static boolean streamDone;

    private FileDoors() {
    }

    /** Loads what {@link #early} needs: while that is asked of each class that is loaded, it is too late. */
    static void prepare() {
        if (DONE.length != FilePlace.EARLY.length) {
            throw new IllegalStateException();
        }
    }

    /** Puts a seam into a class that is being loaded; null where it is none of these, or an unknown one. */
    static byte[] early(String owner, byte[] bytes) {
        for (int i = 0; i < DONE.length; i++) {
            FilePlace place = FilePlace.EARLY[i];
            if (place.owner().equals(owner)) {
                byte[] changed = in(bytes, place);
                DONE[i] = changed != null;
                return changed;
            }
        }
        return null;
    }

    private static byte[] in(byte[] bytes, FilePlace place) {
        try {
            return PrefixedMethods.in(bytes, place);
        } catch (RuntimeException e) {
            // An unknown kind of class file: ASM may know it.
            return null;
        }
    }

    /**
     * Steps into all but {@code FileInputStream}, for good.
     *
     * @param instrumentation the agent's
     * @param libraries whether native libraries are served
     * @param zips whether it is to be known which zip files are opened
     * @param alone no other agent has changed these classes
     * @throws ClasscastException where a method is missing or looks different; names it; what is there is stepped into
     */
    public static void open(Instrumentation instrumentation, boolean libraries, boolean zips, boolean alone) {
        boolean all = !libraries && !zips;
        for (boolean done : DONE) {
            all &= done;
        }
        if (!all) {
            SeamInstaller.intoFiles(instrumentation, DONE, libraries, zips, alone);
        }
    }

    /**
     * Whether the program's first file is noticed.
     *
     * @return false where {@link FileSeam#atFirstFile} is of no use
     */
    public static boolean noticeFirstFile() {
        return FileStandIn.tellsNames();
    }

    /**
     * Steps into {@code FileInputStream}, for good.
     *
     * @param instrumentation the agent's
     * @param alone no other agent has changed it
     * @throws ClasscastException where the method is missing or looks different
     */
    public static synchronized void openStreams(Instrumentation instrumentation, boolean alone) {
        if (streamDone) {
            return;
        }
        streamDone = true;
        List<Class<?>> type = List.of(java.io.FileInputStream.class);
        try {
            byte[] original = (alone ? OriginalBytes.captured(instrumentation, type) : OriginalBytes.ofJdk(type)).get(0);
            byte[] changed = original == null ? null : in(original, FilePlace.STREAM);
            if (changed == null) {
                SeamInstaller.intoStreams(instrumentation, alone);
            } else {
                instrumentation.redefineClasses(new ClassDefinition(type.get(0), changed));
            }
        } catch (IOException | ClassNotFoundException | UnmodifiableClassException | LinkageError e) {
            throw new ClasscastException("the JVM refuses to change a class: " + e, e);
        }
    }
}
