package io.classcast.agent;

import io.classcast.ClasscastException;
import io.classcast.OwnProcess;
import io.classcast.agent.hook.AttachSeam;
import io.classcast.agent.hook.ChangeSeam;
import io.classcast.agent.hook.FileSeam;
import io.classcast.agent.jdk.ChangeDoors;
import io.classcast.agent.jdk.FileDoors;
import io.classcast.agent.jdk.JdkAccess;
import io.classcast.agent.jdk.JdkNumbers;
import io.classcast.agent.jdk.SeamInstaller;
import io.classcast.agent.linking.Linking;
import io.classcast.agent.loader.OwnChanges;
import io.classcast.agent.loader.ServedClassPath;
import io.classcast.agent.loader.ServedFiles;
import io.classcast.image.Image;
import io.classcast.store.StoredImage;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.List;

/** Where the JDK opens files, from when on those of the image are opened on the node's copy; and where it links lambdas and concatenations. */
final class JdkDoors {
    private final Instrumentation instrumentation;
    private final boolean libraries;
    private final boolean records;
    private final boolean linking;
    private final Messages messages;
    private final boolean alone;
    /** Nor is there an option that has to do with modules. */
    private final boolean usual;

    /**
     * Prepares.
     *
     * @param instrumentation the agent's
     * @param libraries whether native libraries are served
     * @param records whether a profile is recorded: of zip files and libraries, too
     * @param linking whether lambdas and string concatenations are linked by us where that is safe
     * @param messages told what is missing in this JDK
     */
    JdkDoors(Instrumentation instrumentation, boolean libraries, boolean records, boolean linking, Messages messages) {
        this.instrumentation = instrumentation;
        int agents = 0;
        boolean modules = false;
        try {
            for (String argument : OwnProcess.commandLine()) {
                agents += argument.startsWith("-javaagent:") || argument.startsWith("-agent") ? 1 : 0;
                modules |= argument.startsWith("--") || argument.equals("-m") || argument.equals("-p");
            }
            agents += System.getenv("JAVA_TOOL_OPTIONS") == null && System.getenv("JDK_JAVA_OPTIONS") == null ? 0 : 2;
        } catch (IOException e) {
            agents = 2;
        }
        alone = agents <= 1;
        usual = alone && !modules;
        this.libraries = libraries || records;
        this.records = records;
        // Another agent may have changed the JDK's classes while they were loaded, which nothing tells.
        this.linking = linking && alone && !Linking.isLeftToJdk();
        this.messages = messages;
    }

    /** Whether no other agent can have changed the JDK's classes. */
    boolean alone() {
        return alone;
    }

    /**
     * First of all: what the JVM has not loaded yet need not be redefined.
     *
     * @param instrumentation the agent's
     */
    static void ahead(Instrumentation instrumentation) {
        try {
            ChangeDoors.ahead(instrumentation);
        } catch (RuntimeException | Error e) {
            // Tried again, and told, by prepare. An exception from here would end the JVM.
        }
    }

    /** Steps into where the JDK changes files. Where it fails the class path is served all the same. */
    void prepareChanges() {
        try {
            ChangeDoors.open(instrumentation, alone);
        } catch (ClasscastException e) {
            messages.warn("what this program changes itself in its class path it may not see: " + e.getMessage());
        }
    }

    /** Steps into where the JDK opens files, but for streams. Where it fails the class path is served all the same. */
    void prepare() {
        try {
            FileDoors.open(instrumentation, libraries, records, alone);
        } catch (ClasscastException e) {
            tellOfFiles(e);
        }
    }

    /**
     * Steps into {@code FileInputStream}, when the program makes its first file. Where another agent may have changed that class, its bytes are
     * read from the JDK's image: at once, since the first file may be the one that the JDK opens its image by.
     */
    void openStreams() {
        Runnable opening = new Streams();
        if (alone && FileDoors.noticeFirstFile()) {
            FileSeam.atFirstFile(opening);
        } else {
            opening.run();
        }
    }

    /** Whatever goes wrong here must not reach the program. */
    private final class Streams implements Runnable {
        @Override
        public void run() {
            try {
                FileDoors.openStreams(instrumentation, alone);
            } catch (ClasscastException e) {
                tellOfFiles(e);
            } catch (RuntimeException | Error e) {
                // A stack that is full, say: streams read files from where they are.
                return;
            }
        }
    }

    private void tellOfFiles(ClasscastException e) {
        messages.warn("files that are opened by their path are read from where they are: " + e.getMessage());
    }

    /**
     * Last of all: what the JDK numbers begins as without us.
     *
     * @param jdk access to it
     */
    void restartNumbers(JdkAccess jdk) {
        if (usual) {
            JdkNumbers.restartLambdas(jdk);
        }
    }

    /**
     * Links lambdas and string concatenations from now on.
     *
     * @param jdk access to it
     * @param trusted of an earlier run; null for none
     */
    void link(JdkAccess jdk, int[] trusted) {
        if (!linking) {
            return;
        }
        try {
            Linking.begin(jdk, trusted == null ? Linking.NOTHING_KNOWN : trusted);
        } catch (ClasscastException e) {
            // Nothing is lost but a little time.
            messages.detail("lambdas and string concatenations are linked as without Classcast: " + e.getMessage());
        }
    }

    /**
     * What this JVM changes itself is known from now on.
     *
     * @param image that is served
     * @param path the lookup
     * @param classPath as the program sees it
     * @return knows the files of the image
     */
    static OwnChanges watch(StoredImage image, ServedClassPath path, List<String> classPath) {
        OwnChanges changes = new OwnChanges(image, path, Options.paths(System.getProperty("java.class.path", "")), classPath);
        ChangeSeam.tell(changes);
        return changes;
    }

    /**
     * Opens files on the node's copies from now on.
     *
     * @param image where they are from
     * @param files of the image
     */
    void open(StoredImage image, ServedFiles files) {
        FileSeam.serve(files);
        if (image.image().locations() || image.image().findClass(AttachSeam.ATTACHER) == Image.ABSENT) {
            return;
        }
        try {
            SeamInstaller.intoAttaching(instrumentation, jdk.internal.loader.ClassLoaders.appClassLoader(), alone);
        } catch (ClasscastException e) {
            messages.warn("agents that a program puts into its own JVM are read from where they are: " + e.getMessage());
        }
    }
}
