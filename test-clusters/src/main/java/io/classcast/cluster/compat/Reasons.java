package io.classcast.cluster.compat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Why a program opens files itself on the host without rank 0, as found with a debugger. The table has a reason only where a
 * cell is not equal.
 */
final class Reasons {
    private static final Map<String, String> OF = new LinkedHashMap<>();

    static {
        OF.put("doors-jar-url", "a `jar:` URL that the program makes from a text: the JDK opens the jar with `JarFile` by path");
        OF.put("doors-file-url", "the `file:` URL of a jar, read as a stream: `FileInputStream` by path");
        OF.put("doors-zip", "`ZipFile` by path");
        OF.put("doors-jar", "`JarFile` by path");
        OF.put("doors-zipfs", "the zip file system by path: `Files.newByteChannel`");
        OF.put("doors-zipfs-uri", "the zip file system by `jar:` URI: `Files.newByteChannel`");
        OF.put("doors-loader", "a `URLClassLoader` of the program's own: `JarFile` by path");
        OF.put("doors-child", "a `URLClassLoader` looks for a resource in its own URLs after its parent: `JarFile` by path");
        OF.put("groovy", "the compiler lists the packages that are always imported, in a zip file system on Groovy's jar");
        OF.put("jna-library", "`System.loadLibrary` from a directory of the class path");
        OF.put("mockito", "Byte Buddy reads its agent's jar with `FileInputStream`; a JVM of its own attaches the agent, and has"
                + " that jar on its class path; the JVM opens the agent's jar in native code");
        OF.put("mockito-attach-self", "as mockito, without the other JVM");
        OF.put("springboot", "Spring's launcher opens its jar with `JarFile` by path, then with `FileChannel.open`");
        OF.put("tomcat", "the scan for web fragments opens all jars of the class path with `JarFile` by path; the XML parser"
                + " opens `jar:` URLs made from texts");
    }

    private Reasons() {
    }

    /**
     * The programs that have a reason.
     *
     * @return their names
     */
    static Set<String> programs() {
        return OF.keySet();
    }

    /**
     * Why a program is not equal.
     *
     * @param program its name
     * @return the reason, or null if it is not known
     */
    static String of(String program) {
        return OF.get(program);
    }
}
