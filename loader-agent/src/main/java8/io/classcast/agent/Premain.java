package io.classcast.agent;

import java.lang.instrument.Instrumentation;

/**
 * What the JVM calls for {@code -javaagent:classcast-agent.jar}. It is compiled for Java 8, so that an older JVM than ours can load it and
 * says so in one line, where it would end with a dump instead (UnsupportedClassVersionError while it looks for the agent). Nothing else of
 * the agent is of Java 8. Called once for each time that the agent is named, by one thread.
 */
public final class Premain {
    /** EX_CONFIG of sysexits.h, as in {@code Agent}. */
    private static final int STRICT_EXIT = 78;
    /** What launchers call a process's rank, as {@code io.classcast.job.Engine} has them. */
    private static final String[] RANKS = {"OMPI_COMM_WORLD_RANK", "PMIX_RANK", "PMI_RANK", "SLURM_PROCID"};
    /** MPJ Express: the main class of its ranks, and which argument is the rank ({@code io.classcast.mpi.MpjLaunch}). */
    private static final String WRAPPER = "runtime.daemon.Wrapper ";
    private static final int RANK = 6;

    private Premain() {
    }

    /**
     * Goes on where this JVM can.
     *
     * @param arguments options, or null
     * @param instrumentation of this JVM
     */
    public static void premain(String arguments, Instrumentation instrumentation) {
        try {
            Agent.premain(arguments, instrumentation);
        } catch (UnsupportedClassVersionError e) {
            // For the agent; the program need not see it.
            System.clearProperty("classcast.unknown");
            boolean strict = isStrict(arguments);
            if (isFirst()) {
                System.err.println("classcast: warning: this is Java " + System.getProperty("java.version")
                        + ", and Classcast needs JDK 17 or later; "
                        + (strict ? "the job is stopped (strict)" : "classes are loaded as without Classcast"));
            }
            if (strict) {
                // Java before 26 does not wait for us here.
                System.exit(STRICT_EXIT);
            }
        }
    }

    /** The option, read as {@code Options} reads it. */
    private static boolean isStrict(String arguments) {
        String value = System.getProperty("classcast.strict", System.getenv("CLASSCAST_STRICT"));
        for (String argument : arguments == null ? new String[0] : arguments.split(",")) {
            if (argument.equals("strict")) {
                value = "true";
            } else if (argument.startsWith("strict=")) {
                value = argument.substring("strict=".length());
            }
        }
        return "true".equals(value);
    }

    /** Whether this process speaks for its job. */
    private static boolean isFirst() {
        String command = System.getProperty("sun.java.command", "");
        if (command.startsWith(WRAPPER)) {
            String[] words = command.split(" ");
            return words.length <= RANK || words[RANK].equals("0");
        }
        for (String name : RANKS) {
            String rank = System.getenv(name);
            if (rank != null) {
                return rank.equals("0");
            }
        }
        return true;
    }
}
