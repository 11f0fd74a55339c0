package io.classcast.agent.jdk;

import io.classcast.ClasscastException;
import io.classcast.agent.hook.ChangeSeam;
import io.classcast.agent.hook.FileSeam;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;

/**
 * Puts {@link ChangeSeam} where the JDK changes files: into two classes while the JVM loads them, which no JVM has done
 * before its first agent unless an option or another agent has made it, and beside {@code java.io.File}; and {@link FileSeam} into two more
 * ({@link FileDoors}). Of a class
 * that is loaded already it is told, and then it is redefined.
 */
public final class ChangeDoors {
    /** For each of the owners whether it has all its seams; a second agent finds them there. */
    private static final boolean[] DONE = new boolean[ChangePlace.OWNERS.length];

    private ChangeDoors() {
    }

    /**
     * Steps into those classes that this JVM has not loaded yet; before anything opens a file. A failure is told by
     * {@link #open}.
     *
     * @param instrumentation the agent's
     */
    public static synchronized void ahead(Instrumentation instrumentation) {
        // Made ready before: what that loads is handed to the transformer, too.
        FileDoors.prepare();
        Ahead transformer = new Ahead();
        instrumentation.addTransformer(transformer, false);
        try {
            for (String owner : ChangePlace.OWNERS) {
                Class.forName(owner.replace('/', '.'), false, null);
            }
            for (FilePlace place : FilePlace.EARLY) {
                Class.forName(place.owner().replace('/', '.'), false, null);
            }
            JdkPackages.prepare();
        } catch (ClassNotFoundException e) {
            // Told as a seam that is not there.
            return;
        } finally {
            instrumentation.removeTransformer(transformer);
        }
    }

    /**
     * Steps into all, for good.
     *
     * @param instrumentation the agent's
     * @param alone no other agent has changed these classes
     * @throws ClasscastException where a method is missing or looks different; names it; what is there is stepped into
     */
    public static synchronized void open(Instrumentation instrumentation, boolean alone) {
        ChangeSeam.know(StreamPaths.look());
        boolean all = true;
        for (boolean done : DONE) {
            all &= done;
        }
        if (!all) {
            SeamInstaller.intoChanges(instrumentation, DONE, alone);
        }
        FileStandIn.install();
    }

    private static final class Ahead implements ClassFileTransformer {
        @Override
        public byte[] transform(ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] bytes) {
            // Our own classes are handed to it as well, while they are being loaded to be used here.
            if (loader != null || redefined != null || name == null || name.startsWith("io/classcast/")) {
                return null;
            }
            for (int i = 0; i < DONE.length; i++) {
                if (ChangePlace.OWNERS[i].equals(name)) {
                    byte[] changed = changed(bytes, name);
                    DONE[i] = changed != null;
                    return changed;
                }
            }
            byte[] changed = FileDoors.early(name, bytes);
            return changed != null ? changed : JdkPackages.early(name, bytes);
        }

        private static byte[] changed(byte[] bytes, String name) {
            try {
                return WrappedMethods.in(bytes, name);
            } catch (RuntimeException e) {
                // An unknown kind of class file: it is redefined.
                return null;
            }
        }
    }
}
