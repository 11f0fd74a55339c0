package io.classcast.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A job of JVMs.
 *
 * @param jdk home of the JDK for all of its JVMs
 * @param ranks number of ranks
 * @param jvmOptions before the class name, each one token that starts with a dash
 * @param classPath of the application
 * @param main class
 * @param arguments of the application
 */
public record JobSpec(Path jdk, int ranks, List<String> jvmOptions, String classPath, String main, List<String> arguments) {
    /**
     * The command line of a rank.
     *
     * @return java and its arguments
     */
    public List<String> java() {
        List<String> command = new ArrayList<>(List.of(jdk.resolve("bin/java").toString()));
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", classPath, main));
        command.addAll(arguments);
        return command;
    }
}
