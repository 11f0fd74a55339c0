package io.classcast.agent;

import java.nio.charset.StandardCharsets;
import java.util.StringTokenizer;

/** What the JVM that makes a class archive has said on stdout and stderr: {@link ArchiveTraining}'s own line, and errors. */
final class TrainingOutput {
    /** How {@link ArchiveTraining}'s own line begins. */
    static final String LOADED = "loaded=";
    /** Of errors in a line of ours, letters. */
    private static final int LONGEST = 400;

    private TrainingOutput() {
    }

    /** The errors in one line, cut where they are long; empty where there are none. */
    static String errors(byte[] output) {
        StringBuilder errors = new StringBuilder();
        StringTokenizer lines = new StringTokenizer(new String(output, StandardCharsets.UTF_8), "\n");
        while (lines.hasMoreTokens() && errors.length() < LONGEST) {
            String line = lines.nextToken().trim();
            // A frame of a trace says nothing to a user.
            if (!line.isEmpty() && !line.startsWith(LOADED) && !line.startsWith("at ")) {
                errors.append(errors.length() == 0 ? "" : "; ").append(line);
            }
        }
        if (errors.length() > LONGEST) {
            errors.replace(LONGEST, errors.length(), "...");
        }
        return errors.toString();
    }
}
