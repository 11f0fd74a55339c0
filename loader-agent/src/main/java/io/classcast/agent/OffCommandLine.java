package io.classcast.agent;

import io.classcast.ClasscastException;
import io.classcast.agent.hook.LauncherSeam;
import io.classcast.agent.jdk.ApplicationPath;
import io.classcast.agent.jdk.JdkAccess;
import io.classcast.agent.jdk.SeamInstaller;
import io.classcast.agent.loader.ServedClassPath;
import io.classcast.agent.loader.ServedFiles;
import io.classcast.classpath.ClassPath;
import io.classcast.classpath.LaunchPath;
import io.classcast.classpath.UrlPath;
import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipFile;

/**
 * The class path of a JVM that {@code bcastjar run} started: it stands in a property of its own, where the JVM does not look.
 *
 * @param text as after {@code java -cp}, wildcards included
 * @param jar started by {@code java -jar}: the text is that jar
 */
record OffCommandLine(String text, boolean jar) {
    private static final String CLASS_PATH = "classcast.classpath";
    private static final String JAR = "classcast.jar";
    private static final String UNKNOWN = "classcast.unknown";
    private static final String JAVA_CLASS_PATH = "java.class.path";

    /**
     * Takes the properties away: the application must not see them. Null where the class path is on the command line.
     * Linux lets an argument have 128 KiB (MAX_ARG_STRLEN, execve(2)), so what is longer comes in parts; the names of
     * the properties that have the second and later ones end in {@code .1}, {@code .2} and so on.
     *
     * <p>{@code bcastjar run} leaves our own jar in the place of the class path. A program that starts another one with
     * its own input arguments hands the properties on, beside a class path that is the other's.
     */
    static OffCommandLine take() {
        String text = System.clearProperty(CLASS_PATH);
        String jar = System.clearProperty(JAR);
        if (text == null) {
            return null;
        }
        StringBuilder whole = new StringBuilder(text);
        String part = text;
        for (int i = 1; part != null; i++) {
            part = System.clearProperty(CLASS_PATH + "." + i);
            whole.append(part == null ? "" : part);
        }
        return isOurs(System.getProperty(JAVA_CLASS_PATH, "")) ? new OffCommandLine(whole.toString(), jar != null) : null;
    }

    /**
     * What the user should know of a class path that {@code bcastjar run} has left on the command line, since it does
     * not know this JDK; empty where it has not. Takes the property away, too.
     */
    static String left() {
        String unknown = System.clearProperty(UNKNOWN);
        return unknown == null ? "" : ", class path on the command line since bcastjar run does not know ".concat(unknown);
    }

    private static boolean isOurs(String classPath) {
        return classPath.endsWith(Agent.JAR) && classPath.indexOf(File.pathSeparatorChar) < 0;
    }

    /** The class path as it is written, without a look at the file system; wildcards only where MPJ's own jars are. */
    List<String> urls() {
        String mpj = System.getenv("MPJ_HOME");
        List<String> urls = new ArrayList<>();
        for (String element : Options.paths(text)) {
            if (element.endsWith("/*")) {
                if (mpj != null && element.startsWith(mpj)) {
                    urls.addAll(ClassPath.parse(element));
                }
            } else {
                urls.add("file:" + UrlPath.encode(new File(element).getAbsolutePath()));
            }
        }
        return urls;
    }

    /** From now on the application sees what it would see without us. */
    List<String> show(ApplicationPath application, LaunchPath path) {
        System.setProperty(JAVA_CLASS_PATH, path.text());
        application.setLaunchPath(path.urls());
        return path.urls();
    }

    /** The launcher shall start the jar, of which it does not know. */
    void startJar(Instrumentation instrumentation, ServedClassPath path, ServedFiles files) {
        if (jar) {
            if (!path.startsWithJar()) {
                throw refused(path.hasFirstEntry());
            }
            String copy = path.startsMainClass() ? files.copyOf(text) : null;
            SeamInstaller.intoLauncher(instrumentation);
            LauncherSeam.startJar(text, copy == null ? text : copy);
        }
    }

    /** What the launcher says, and does; it is the last thing that this JVM asks of the file system. */
    private EarlyExit.Wanted refused(boolean isThere) {
        boolean opens = isThere && new File(text).canRead();
        System.err.println("Error: " + (opens ? "Invalid or corrupt" : "Unable to access") + " jarfile " + text);
        return new EarlyExit.Wanted(1);
    }

    /**
     * Gives the class path to the JDK's own class loader, as the launcher would have done. Where this JDK has no door
     * for that, java is started once more, with the command line that it would have had.
     */
    void restore(Instrumentation instrumentation, Messages messages) {
        String problem = null;
        try {
            if (jar && !isJar(text)) {
                throw refused(true);
            }
            LaunchPath path = LaunchPath.ofText(text).resolve();
            showAll(instrumentation);
            GivenBack.append(instrumentation, ClassLoader.getSystemClassLoader(), path.text());
            System.setProperty(JAVA_CLASS_PATH, path.text());
            if (jar) {
                SeamInstaller.intoLauncher(instrumentation);
                LauncherSeam.startJar(text, text);
            }
        } catch (EarlyExit.Wanted e) {
            EarlyExit.after(e.code(), instrumentation);
        } catch (RuntimeException | Error e) {
            // Whatever it is: an exception from here ends the JVM in native code, with a dump.
            problem = e instanceof ClasscastException ? e.getMessage() : e.toString();
        }
        if (problem != null) {
            StartedAgain.instead(this, problem, instrumentation, messages);
        }
    }

    private static boolean isJar(String file) {
        try {
            new ZipFile(file).close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** What may have been hidden from the loader is found again, and our own jar is not. */
    private static void showAll(Instrumentation instrumentation) {
        try {
            ApplicationPath application = ApplicationPath.open(JdkAccess.open(instrumentation), instrumentation);
            application.hide(Agent.JAR);
            application.restoreLaunchPath();
        } catch (RuntimeException | Error e) {
            // Nothing was hidden then. Our jar stays on the class path, behind which the program's own comes.
            return;
        }
    }
}
