package io.classcast.agent;

import java.util.ArrayList;
import java.util.List;

/**
 * A process that ends with the one that started it, however that ends: nobody would use the archive that it makes, and it has a processor
 * and 100 MiB for seconds. A shell starts it, and kills it when the pipe from the parent is closed. (The process itself could only look while
 * it runs Java code, and not while HotSpot writes the archive; and prctl(2) is not to be had in Java 17.)
 */
final class TrainingProcess {
    /**
     * The process gets neither the pipe nor the shell's copy of it. The shell that reads ends with the pipe, or is killed by the other one,
     * whose exit code is that of the process.
     */
    private static final String GUARD = "exec 3<&0 </dev/null; \"$@\" 3<&- & child=$!"
            + "; { while read -r line <&3; do :; done; kill -9 $child; } >/dev/null 2>&1 & guard=$!"
            + "; exec 3<&-; wait $child; code=$?; kill -9 $guard; exit $code";

    private TrainingProcess() {
    }

    /**
     * The command that starts it so.
     *
     * @param command with a full path
     * @return to be started with a pipe as standard input, which its parent keeps open and closes when it does not want the process any more
     */
    static List<String> guarded(List<String> command) {
        List<String> guarded = new ArrayList<>(List.of("/bin/sh", "-c", GUARD, "classcast-training"));
        guarded.addAll(command);
        return guarded;
    }
}
