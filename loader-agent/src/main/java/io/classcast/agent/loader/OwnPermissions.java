package io.classcast.agent.loader;

import java.io.IOException;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;

/**
 * What a program's call makes us open and look at is our affair, as the JDK's loaders read jars with the JDK's
 * permissions ({@code BuiltinClassLoader.findClassOnClassPathOrNull}, JDK 17). Matters where there is a security
 * manager, JDK 17 to 23. Safe for all threads.
 */
final class OwnPermissions {
    /** From JDK 24 on there is none (JEP 486), and some day the methods that ask for it will be gone. */
    private static final boolean MAY_BE_CHECKED = Runtime.version().feature() < 24;

    private OwnPermissions() {
    }

    /** Whether there is somebody now who is asked whether the callers may do what we do. */
    @SuppressWarnings("removal")
    static boolean areAsked() {
        return MAY_BE_CHECKED && System.getSecurityManager() != null;
    }

    /**
     * Does something with our permissions alone, which also a loader keeps that is made there. Where only the moment
     * counts and it is short, ask {@link #areAsked} first: that spares a program without permissions the classes for it.
     *
     * @param action what to do
     * @return its result
     */
    @SuppressWarnings("removal")
    static <T> T use(PrivilegedAction<T> action) {
        return MAY_BE_CHECKED ? AccessController.doPrivileged(action) : action.run();
    }

    /** The same, of what reads something; it throws nothing that is checked but {@code IOException}. */
    @SuppressWarnings("removal")
    static <T> T read(PrivilegedExceptionAction<T> action) throws IOException {
        try {
            return MAY_BE_CHECKED ? AccessController.doPrivileged(action) : action.run();
        } catch (PrivilegedActionException e) {
            throw (IOException) e.getException();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    /**
     * What the JDK asks before it opens a file for a program.
     *
     * @param path of the original
     * @throws SecurityException where the program may not read it
     */
    @SuppressWarnings("removal")
    static void checkRead(String path) {
        if (areAsked()) {
            System.getSecurityManager().checkRead(path);
        }
    }
}
