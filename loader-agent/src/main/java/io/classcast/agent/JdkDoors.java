package io.classcast.agent;

import io.classcast.ClasscastException;
import io.classcast.OwnProcess;
import io.classcast.agent.hook.FileSeam;
import io.classcast.agent.hook.JdkAccess;
import io.classcast.agent.hook.SeamInstaller;
import io.classcast.agent.loader.ServedFiles;
import io.classcast.store.GeneratedClasses;
import io.classcast.store.StoredImage;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.List;

/**
 * Where the JDK opens files, from when on those of the image are opened on the node's copy; and where it links string
 * concatenations.
 */
final class JdkDoors {
    private final Instrumentation instrumentation;
    private final boolean libraries;
    private final boolean records;
    private final boolean concat;
    private final Messages messages;
    private final boolean alone = isAlone();

    /**
     * Prepares.
     *
     * @param instrumentation the agent's
     * @param libraries whether native libraries are served
     * @param records whether a profile is recorded: of zip files and libraries, too
     * @param concat whether string concatenations are linked by us
     * @param messages told what is missing in this JDK
     */
    JdkDoors(Instrumentation instrumentation, boolean libraries, boolean records, boolean concat, Messages messages) {
        this.instrumentation = instrumentation;
        this.libraries = libraries || records;
        this.records = records;
        this.concat = concat && SeamInstaller.shortensConcat();
        this.messages = messages;
    }

    /** Whether no other agent can have changed the JDK's classes. */
    boolean alone() {
        return alone;
    }

    private static boolean isAlone() {
        try {
            int agents = 0;
            for (String argument : OwnProcess.commandLine()) {
                agents += argument.startsWith("-javaagent:") || argument.startsWith("-agent") ? 1 : 0;
            }
            return agents <= 1 && System.getenv("JAVA_TOOL_OPTIONS") == null && System.getenv("JDK_JAVA_OPTIONS") == null;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * With a class archive, first of all: what the JVM has not loaded yet need not be redefined.
     *
     * @param instrumentation the agent's
     * @param arguments options of the agent, or null
     */
    static void ahead(Instrumentation instrumentation, String arguments) {
        if (arguments != null && arguments.contains("archive=")) {
            try {
                SeamInstaller.ahead(instrumentation);
            } catch (RuntimeException | Error e) {
                // Tried again, and told, by prepare. An exception from here would end the JVM.
            }
        }
    }

    /**
     * Steps into the JDK. Where it fails the class path is served all the same.
     *
     * @param streams whether {@code FileInputStream} is served
     */
    void prepare(boolean streams) {
        try {
            SeamInstaller.intoFiles(instrumentation, streams, libraries, records, alone);
        } catch (ClasscastException e) {
            messages.warn("files that are opened by their path are read from where they are: " + e.getMessage());
        }
    }

    /**
     * Steps into where the JDK generates the classes of lambdas: to record them, or to give it those that another run has recorded.
     *
     * @param application loader of the application's classes
     * @param generated what was recorded, or null
     */
    void intoLambdas(ClassLoader application, GeneratedClasses generated) {
        // Another agent may have stepped in there as well, and whoever asked for the JDK's class files wants to see them.
        if (!alone || System.getProperty("jdk.internal.lambda.dumpProxyClasses") != null
                || System.getProperty("jdk.invoke.LambdaMetafactory.dumpProxyClassFiles") != null
                || System.getProperty("jdk.internal.lambda.disableEagerInitialization") != null) {
            return;
        }
        try {
            SeamInstaller.intoLambdas(instrumentation, application, generated);
        } catch (ClasscastException e) {
            // Nothing is lost but a little time.
            messages.detail("lambdas are generated as without Classcast: " + e.getMessage());
        }
    }

    /** The files of an image. */
    static ServedFiles files(StoredImage image, List<String> classPath) {
        return new ServedFiles(image, Options.paths(System.getProperty("java.class.path", "")), classPath);
    }

    /**
     * Steps into where string concatenations are linked when main has run for a moment, and opens files on the copies.
     *
     * @param jdk access to it
     * @param image whose files; null where that is done already
     * @param classPath as the program sees it
     */
    void openLater(JdkAccess jdk, StoredImage image, List<String> classPath) {
        if (image != null || concat) {
            new Later(jdk, image, classPath).start();
        }
    }

    /** To step into files takes a fifth of our time before main, into concatenations 10 ms; and a short program is over soon. */
    private final class Later extends Thread {
        private static final int MILLIS = 250;
        private final JdkAccess jdk;
        private final StoredImage image;
        private final List<String> classPath;

        Later(JdkAccess jdk, StoredImage image, List<String> classPath) {
            super("classcast-doors");
            this.jdk = jdk;
            this.image = image;
            this.classPath = classPath;
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                Thread.sleep(MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            if (image != null) {
                prepare(true);
                FileSeam.serve(files(image, classPath));
            }
            if (concat) {
                shortenConcat();
            }
        }

        private void shortenConcat() {
            try {
                SeamInstaller.intoConcat(instrumentation, jdk, alone);
            } catch (ClasscastException e) {
                // Nothing is lost but a little time.
                messages.detail("string concatenations are linked as without Classcast: " + e.getMessage());
            }
        }
    }
}
