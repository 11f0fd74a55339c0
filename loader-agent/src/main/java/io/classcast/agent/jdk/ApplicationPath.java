package io.classcast.agent.jdk;

import io.classcast.ClasscastException;
import io.classcast.agent.hook.ClassPathSeam;
import io.classcast.agent.hook.SearchPath;
import java.io.File;
import java.lang.instrument.Instrumentation;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The class path of the application class loader, which asks {@link ClassPathSeam} from the moment on that one of its
 * doors is open: {@link StandIns} or {@link ChangedPath}. What the JDK searches itself can be taken away and given
 * back. Thread-safe.
 */
public abstract class ApplicationPath {
    private static ApplicationPath present;

    private final String slower;

    /**
     * One of the doors.
     *
     * @param slower what is slower than by the first door, and why; null for the first one
     */
    ApplicationPath(String slower) {
        this.slower = slower;
    }

    /**
     * Opens the first door that fits, for good. A second agent finds it open.
     *
     * @param jdk access to it
     * @param instrumentation the agent's
     * @return open; our own jar is still to be seen
     * @throws ClasscastException where none fits; nothing was changed then
     */
    public static synchronized ApplicationPath open(JdkAccess jdk, Instrumentation instrumentation) {
        if (present == null) {
            try {
                present = StandIns.open(jdk);
            } catch (ClasscastException e) {
                present = secondDoor(jdk, instrumentation, e.getMessage());
            }
        }
        return present;
    }

    /**
     * Whether there is a door in this JDK, whose packages are open ({@link JdkAccess#open}); nothing is changed.
     *
     * @return why there is none; null where there is one, as far as can be told beforehand
     */
    public static synchronized String obstacle() {
        try {
            if (present == null && !StandIns.fits()) {
                PathShape.lookAtLookups();
            }
            return null;
        } catch (ClasscastException e) {
            return e.getMessage();
        }
    }

    private static ApplicationPath secondDoor(JdkAccess jdk, Instrumentation instrumentation, String reason) {
        try {
            return ChangedPath.open(jdk, instrumentation, reason);
        } catch (ClasscastException e) {
            throw new ClasscastException("this JDK (" + Runtime.version()
                    + ") is not known to this version of Classcast: " + e.getMessage()
                    + (e.getMessage().equals(reason) ? "" : ", " + reason) + "; use a newer Classcast", e);
        }
    }

    /**
     * What is slower than it could be.
     *
     * @return for a line; null where nothing is
     */
    public final String slower() {
        return slower;
    }

    /** The present list, and what the JDK searches of it. */
    abstract SearchPath path();

    /** Another list; the JDK searches only some of it itself. */
    abstract void replace(URL[] shown, URL[] searched);

    /**
     * The launch class path as the JVM has already resolved it: reading it costs no file-system operation.
     *
     * @return URLs in order, duplicates included; what agents appended is left out
     */
    public final List<String> launchClassPath() {
        String text = System.getProperty("java.class.path", "");
        if (text.isEmpty() && System.getProperty("jdk.module.main") != null) {
            return List.of();
        }
        int elements = 1;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == File.pathSeparatorChar) {
                elements++;
            }
        }
        URL[] urls = path().getURLs();
        List<String> launch = new ArrayList<>();
        for (int i = 0; i < Math.min(elements, urls.length); i++) {
            launch.add(urls[i].toString());
        }
        return launch;
    }

    /**
     * Takes our own jar off the search paths on which {@code -javaagent} and {@code Boot-Class-Path} put it, so that
     * the application does not see its resources. The JVM itself finds our classes by a list of its own.
     *
     * @param fileName of the agent's jar; it names itself in Boot-Class-Path, so it cannot have another name
     */
    public final synchronized void hide(String fileName) {
        URL[] urls = path().getURLs();
        // Only the last one is the agent's own; a user may have put the jar on the class path as well.
        for (int i = urls.length - 1; i >= 0; i--) {
            if (urls[i].getPath().endsWith(fileName)) {
                URL[] left = without(urls, i);
                replace(left, left);
                hideFromBoot(urls[i]);
                return;
            }
        }
    }

    /** Takes a jar off the boot loader's search path, where that one has any. */
    abstract void hideFromBoot(URL jar);

    /** A list without an element. */
    static URL[] without(URL[] urls, int index) {
        URL[] left = new URL[urls.length - 1];
        System.arraycopy(urls, 0, left, 0, index);
        System.arraycopy(urls, index + 1, left, index, left.length - index);
        return left;
    }

    /**
     * Leaves nothing for the application class loader's own search but what agents appended: from now on a name that is
     * not in the image costs no file-system operation.
     *
     * @param launch the launch class path
     */
    public final synchronized void retireLaunchPath(List<String> launch) {
        path().searchOnly(others(path().getURLs(), new HashSet<>(launch)));
    }

    private static URL[] others(URL[] urls, Set<String> retired) {
        List<URL> left = new ArrayList<>();
        for (URL url : urls) {
            if (!retired.contains(url.toString())) {
                left.add(url);
            }
        }
        return left.toArray(new URL[0]);
    }

    /** Gives the application class loader its whole search path back. */
    public final synchronized void restoreLaunchPath() {
        path().searchOnly(path().getURLs());
    }

    /**
     * Puts the class path that was kept off the command line in the place of our own jar, which is hidden already.
     * The search goes by it from the next {@link #restoreLaunchPath} on.
     *
     * @param urls in order
     */
    public final synchronized void setLaunchPath(List<String> urls) {
        URL[] before = path().getURLs();
        List<URL> all = new ArrayList<>();
        for (String url : urls) {
            try {
                all.add(new URL(url));
            } catch (MalformedURLException e) {
                // The JDK would leave it out as well.
                continue;
            }
        }
        for (URL url : before) {
            all.add(url);
        }
        replace(all.toArray(new URL[0]), before);
    }
}
