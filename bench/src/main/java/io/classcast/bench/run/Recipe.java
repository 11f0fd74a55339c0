package io.classcast.bench.run;

import io.classcast.cluster.BcastjarRun;
import io.classcast.cluster.JobSpec;
import io.classcast.cluster.Launcher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a way comes to for one workload at one site: ready to be run any number of times.
 *
 * @param way which
 * @param jdk home of the JDK on the command line
 * @param jvmOptions before the class path
 * @param classPath as for -cp
 * @param program main class and arguments
 * @param runOptions of bcastjar run; null where java is started as it is
 * @param before done before each job and timed with it
 * @param mustSay what a line of the agent must contain; empty if nothing
 */
record Recipe(Way way, Path jdk, List<String> jvmOptions, String classPath, List<String> program, List<String> runOptions, Step before, String mustSay) {
    /** Something that takes time. */
    @FunctionalInterface
    interface Step {
        /** Nothing. */
        Step NONE = () -> 0;

        /**
         * Does it.
         *
         * @return milliseconds
         * @throws IOException if it fails
         */
        double run() throws IOException;
    }

    JobSpec spec(int ranks) {
        return new JobSpec(jdk, ranks, jvmOptions, classPath, program.get(0), program.subList(1, program.size()));
    }

    Launcher around(Launcher launcher, Path workspace, Path bcastjar) {
        return runOptions == null ? launcher : new BcastjarRun(workspace, bcastjar, launcher, runOptions);
    }

    /** The command line of a rank, for the record. */
    List<String> shown() {
        List<String> line = new ArrayList<>();
        if (runOptions != null) {
            line.addAll(List.of("bcastjar", "run"));
            line.addAll(runOptions);
            line.add("--");
        }
        line.add("java");
        line.addAll(jvmOptions);
        int elements = classPath.split(":").length;
        line.addAll(List.of("-cp", elements <= 2 ? classPath : classPath.substring(0, classPath.indexOf(':')) + ":... (" + elements + " elements)"));
        line.addAll(program);
        return line;
    }
}
