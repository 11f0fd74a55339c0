package io.classcast.agent.hook;

/**
 * What the {@code java} launcher calls for its main class after {@code bcastjar run} has kept {@code -jar} from it: the name
 * that looks like a class is the jar, and is to be started as one.
 */
public final class LauncherSeam {
    /** Of {@code sun.launcher.LauncherHelper} (JDK 17 and 25). */
    private static final int LM_CLASS = 1;
    private static final int LM_JAR = 2;

    private static volatile String jar;
    private static volatile String copy;

    private LauncherSeam() {
    }

    /**
     * The main class is in a jar.
     *
     * @param asWritten the jar, as on the command line
     * @param file where its manifest is read; the same where there is no copy, or nothing to start in it
     */
    public static void startJar(String asWritten, String file) {
        copy = file;
        jar = asWritten;
    }

    /**
     * Called by {@code LauncherHelper.checkAndLoadMain}.
     *
     * @param mode how to start
     * @param what to start
     * @return the mode
     */
    public static int mode(int mode, String what) {
        return mode == LM_CLASS && what.equals(jar) ? LM_JAR : mode;
    }

    /**
     * Called by {@code LauncherHelper.checkAndLoadMain}.
     *
     * @param what to start
     * @return the file to read the manifest from
     */
    public static String what(String what) {
        return what.equals(jar) ? copy : what;
    }
}
