package io.classcast.agent.jdk;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;

/** All seams, by the JDK or library version whose method they expect. */
final class Seams {
    private static final String FILES = "io/classcast/agent/hook/FileSeam";
    private static final String CHANGES = "io/classcast/agent/hook/ChangeSeam";
    private static final String ATTACH = "io/classcast/agent/hook/AttachSeam";
    private static final String LAUNCHER = "io/classcast/agent/hook/LauncherSeam";
    private static final String SEARCH = "io/classcast/agent/hook/SearchPath";
    private static final String CHANNELS = "sun/nio/fs/UnixChannelFactory";
    private static final String PATH = "sun/nio/fs/UnixPath";
    private static final String MPI = "io/classcast/agent/hook/MpiSeam";

    private Seams() {
    }

    /**
     * Where a file has been opened for writing, or a name made, moved or removed, for classes that are loaded already.
     *
     * @param done for each of {@link ChangePlace#OWNERS} whether it has its seams
     */
    static List<Seam> ofChanges(boolean[] done) {
        List<Seam> seams = new ArrayList<>();
        for (ChangePlace place : ChangePlace.ALL) {
            boolean missing = false;
            for (int i = 0; i < done.length; i++) {
                missing |= !done[i] && place.owner().equals(ChangePlace.OWNERS[i]);
            }
            if (missing) {
                seams.add(new Seam(place.owner(), place.method(), place.descriptor(), Patches.tellAtEnd(CHANGES, place)));
            }
        }
        return seams;
    }

    /**
     * Where the application class loader asks its search path, by public methods.
     *
     * @param shape what the lookups take
     */
    static List<Seam> ofClassPath(PathShape shape) {
        String path = "L" + SEARCH + ";";
        String string = "Ljava/lang/String;";
        String url = "Ljava/net/URL;";
        return List.of(
                inPath(PathShape.RESOURCE, shape.lookup(jdk.internal.loader.Resource.class), "(" + path + string + ")Ljdk/internal/loader/Resource;", 1),
                inPath(PathShape.FIND, shape.lookup(java.net.URL.class), "(" + path + string + ")" + url, 1),
                inPath(PathShape.FIND_ALL, shape.lookup(java.util.Enumeration.class), "(" + path + string + ")Ljava/util/Enumeration;", 1),
                inPath("getURLs", "()[" + url, "(" + path + ")[" + url, 0),
                inPath("addURL", "(" + url + ")V", "(" + path + url + ")V", 1),
                inPath("addFile", "(" + string + ")V", "(" + path + string + ")V", 1));
    }

    private static Seam inPath(String method, String descriptor, String asked, int arguments) {
        return new Seam("jdk/internal/loader/URLClassPath", method, descriptor,
                Patches.answerInstead("io/classcast/agent/jdk/ChangedPath", "of", SEARCH, method, asked, arguments));
    }

    /** Where files are opened, those of {@code ZipFile} among them (the same in JDK 17 to 25). */
    static List<Seam> ofFiles() {
        String string = "Ljava/lang/String;";
        return List.of(
                new Seam("java/io/RandomAccessFile", "open", "(" + string + "I)V", Patches.replaceArgument(FILES, "randomAccess",
                        "(" + string + "I)" + string, Opcodes.ASTORE, 1, null, Opcodes.ALOAD, 1, Opcodes.ILOAD, 2)),
                new Seam(CHANNELS, "newFileChannel", "(L" + PATH + ";Ljava/util/Set;I)Ljava/nio/channels/FileChannel;",
                        Patches.replaceArgument(FILES, "channel", "(Ljava/lang/Object;Ljava/util/Set;)Ljava/lang/Object;",
                                Opcodes.ASTORE, 0, PATH,
                                Opcodes.ALOAD, 0, Opcodes.ALOAD, 1)));
    }

    /** Where a stream opens a file for reading (the same in JDK 17 to 25). */
    static Seam ofStreams() {
        String string = "Ljava/lang/String;";
        return new Seam("java/io/FileInputStream", "open", "(" + string + ")V",
                Patches.replaceArgument(FILES, "stream", "(" + string + ")" + string, Opcodes.ASTORE, 1, null, Opcodes.ALOAD, 1));
    }

    /** Where every {@code ZipFile} and {@code JarFile} comes through (the same in JDK 17 to 25). */
    static Seam ofZips() {
        String source = "java/util/zip/ZipFile$Source";
        String file = "Ljava/io/File;";
        return new Seam(source, "get", "(" + file + "ZLjava/util/zip/ZipCoder;)L" + source + ";",
                Patches.replaceArgument(FILES, "zip", "(" + file + ")" + file, Opcodes.ASTORE, 0, null, Opcodes.ALOAD, 0));
    }

    /** Where native libraries are looked for (the same in JDK 17 to 25). */
    static List<Seam> ofLibraries() {
        String string = "Ljava/lang/String;";
        String file = "Ljava/io/File;";
        String library = "jdk/internal/loader/NativeLibraries";
        return List.of(
                new Seam(library, "loadLibrary", "(Ljava/lang/Class;" + file + ")Ljdk/internal/loader/NativeLibrary;",
                        Patches.changeError(
                                Patches.replaceArgument(FILES, "library", "(" + file + ")" + file, Opcodes.ASTORE, 2, null, Opcodes.ALOAD, 2),
                                FILES, "notLoaded", "java/lang/UnsatisfiedLinkError", 2, library, "java/lang/Class", "java/io/File")),
                new Seam(library, "findFromPaths", "([" + string + "Ljava/lang/Class;" + string
                        + ")Ljdk/internal/loader/NativeLibrary;", Patches.replaceArgument(FILES, "directories",
                        "([" + string + string + ")[" + string, Opcodes.ASTORE, 1, null, Opcodes.ALOAD, 1, Opcodes.ALOAD, 3)));
    }

    /** Where a program is started (the same in JDK 17 to 25). */
    static List<Seam> ofPrograms() {
        String strings = "[Ljava/lang/String;";
        return List.of(new Seam("java/lang/ProcessImpl", "start",
                "(" + strings + "Ljava/util/Map;Ljava/lang/String;[Ljava/lang/ProcessBuilder$Redirect;Z)Ljava/lang/Process;",
                Patches.replaceArgument(ATTACH, "command", "(" + strings + ")" + strings, Opcodes.ASTORE, 0, null, Opcodes.ALOAD, 0)));
    }

    /** Where a program attaches an agent to a JVM (module jdk.attach; the same in JDK 17 to 25). */
    static List<Seam> ofAttaching() {
        String string = "Ljava/lang/String;";
        return List.of(new Seam("sun/tools/attach/HotSpotVirtualMachine", "loadAgent", "(" + string + string + ")V",
                Patches.replaceArgument(ATTACH, "agent", "(" + string + "Ljava/lang/Object;)" + string, Opcodes.ASTORE, 1, null,
                        Opcodes.ALOAD, 1, Opcodes.ALOAD, 0)));
    }

    /** The start of the main class (the same in JDK 17 to 25). */
    static List<Seam> ofLauncher() {
        String owner = "sun/launcher/LauncherHelper";
        String method = "checkAndLoadMain";
        String descriptor = "(ZILjava/lang/String;)Ljava/lang/Class;";
        String string = "Ljava/lang/String;";
        return List.of(
                new Seam(owner, method, descriptor, Patches.replaceArgument(LAUNCHER, "mode", "(I" + string + ")I", Opcodes.ISTORE, 1, null,
                        Opcodes.ILOAD, 1, Opcodes.ALOAD, 2)),
                new Seam(owner, method, descriptor, Patches.replaceArgument(LAUNCHER, "what", "(" + string + ")" + string,
                        Opcodes.ASTORE, 2, null, Opcodes.ALOAD, 2)));
    }

    /** MPJ Express 0.44. */
    static List<Seam> ofMpj() {
        String arguments = "([Ljava/lang/String;)[Ljava/lang/String;";
        return List.of(
                new Seam("mpi/MPI", "Init", arguments,
                        Patches.answerFirst(MPI, "init", arguments, 1, "[Ljava/lang/String;")),
                new Seam("mpi/MPI", "Initialized", "()Z", Patches.falseIf(MPI, "hidesInitialized")),
                new Seam("xdev/niodev/NIODevice", "init", "([Ljava/lang/String;)[Lxdev/ProcessID;",
                        Patches.replaceNew("java/net/Socket", "(Ljava/lang/String;I)V",
                                "io/classcast/agent/hook/StarterConnection", "open")));
    }
}
