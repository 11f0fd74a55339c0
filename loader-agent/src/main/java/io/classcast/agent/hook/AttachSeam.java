package io.classcast.agent.hook;

import io.classcast.OwnProcess;
import java.io.File;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the JDK calls where a program puts an agent of its class path into its own JVM, as Byte Buddy does it for Mockito: the JVM opens
 * the agent's jar in native code, and a JVM that forbids a program to attach to itself needs a second one, with Byte Buddy on its
 * class path. Both get the node's copy. No lambdas, no logging.
 */
public final class AttachSeam {
    /** Byte Buddy's program for the second JVM; its arguments are a class, our process, the agent's jar, whether it is native, and options (1.9 to 1.17). */
    public static final String ATTACHER = "net.bytebuddy.agent.Attacher";

    /** What was handed out: original paths as the program knows them, by their copies. */
    private static final Map<String, String> ORIGINALS = new ConcurrentHashMap<>();

    private AttachSeam() {
    }

    /**
     * Called by {@code HotSpotVirtualMachine.loadAgent}.
     *
     * @param jar path of the agent
     * @param machine a {@code com.sun.tools.attach.VirtualMachine}, whose text ends with its identifier
     * @return path of the copy where the machine is this JVM, or the same
     */
    public static String agent(String jar, Object machine) {
        return jar != null && String.valueOf(machine).endsWith(": " + OwnProcess.pid()) ? onCopy(jar) : jar;
    }

    /**
     * Called by {@code ProcessImpl.start}.
     *
     * @param command a program and its arguments
     * @return the same, or, where the program attaches an agent to this JVM, with copies in the places of its class path and the agent
     */
    public static String[] command(String[] command) {
        int main = 0;
        while (main < command.length && !ATTACHER.equals(command[main])) {
            main++;
        }
        if (main < 2 || command.length - main < 4 || !command[main - 2].equals("-cp") || !command[main + 2].equals(OwnProcess.pid())) {
            return command;
        }
        String[] copies = command.clone();
        copies[main - 1] = classPath(command[main - 1]);
        copies[main + 3] = onCopy(command[main + 3]);
        return copies;
    }

    private static String classPath(String elements) {
        StringBuilder copies = new StringBuilder();
        int start = 0;
        while (start <= elements.length()) {
            int end = elements.indexOf(File.pathSeparatorChar, start);
            end = end < 0 ? elements.length() : end;
            copies.append(start == 0 ? "" : File.pathSeparator).append(onCopy(elements.substring(start, end)));
            start = end + 1;
        }
        return copies.toString();
    }

    private static String onCopy(String path) {
        String copy = FileSeam.reading(path);
        if (copy != path) {
            ORIGINALS.put(copy, path);
        }
        return copy;
    }

    /**
     * Called where the JVM appends an agent's jar to the search path of the application class loader.
     *
     * @param path of a jar
     * @return of the original where it is a copy from here, or the same
     */
    public static String appended(String path) {
        String original = path == null ? null : ORIGINALS.get(path);
        return original == null ? path : original;
    }
}
