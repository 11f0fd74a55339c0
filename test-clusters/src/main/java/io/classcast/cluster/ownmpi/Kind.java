package io.classcast.cluster.ownmpi;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A kind of job.
 *
 * @param scenario what its ranks do between two halves of their classes (Scenario.java)
 * @param way how they call MPI
 * @param description for readers
 * @param saysWhy whether what the MPI library says on stderr has to be the same
 */
record Kind(String scenario, Way way, String description, boolean saysWhy) {
    private static final Map<String, String> WITHOUT_MPI = ordered("none", "a program that never calls MPI", "short", "main ends after 0.3 s",
            "exit", "System.exit(3)", "halt", "Runtime.halt(4)", "exception", "rank 1's main throws", "killed", "rank 1 is killed");
    private static final Map<String, String> WITH_MPI = ordered("sum", "Init, Allreduce, Finalize", "initialized", "Initialized and Finalized before, between and after",
            "thread-0", "Init_thread(SINGLE), Query_thread, Is_thread_main", "thread-1", "Init_thread(FUNNELED)", "thread-2", "Init_thread(SERIALIZED)",
            "thread-3", "Init_thread(MULTIPLE)", "other-thread", "MPI is called by another thread than main", "never-finalized", "main ends without Finalize",
            "finalized-twice", "a wrapper closes twice, and asks Finalized first", "second-init", "MPI_Init once more: the library's own error",
            "exit-after", "System.exit(3) after Finalize", "exit-between", "System.exit(3) between Init and Finalize", "halt-after", "Runtime.halt(4) after Finalize",
            "halt-between", "Runtime.halt(4) between Init and Finalize", "exception-between", "rank 1's main throws between Init and Finalize",
            "killed-between", "rank 1 is killed between Init and Finalize", "one-exits-before-init", "rank 1 exits with 0, all others go on to Init",
            "one-fails-before-init", "rank 1 exits with 3, all others go on to Init",
            "one-waits-before-init", "rank 1 sleeps, then exits with 0, while all others are at Init");
    /** What is worth trying by java.lang.foreign, too. */
    private static final List<String> FOREIGN = List.of("sum", "initialized", "thread-0", "thread-2", "thread-3", "other-thread", "never-finalized", "finalized-twice",
            "second-init", "exit-between", "killed-between");
    private static final List<String> JAR = List.of("sum", "initialized", "thread-3", "never-finalized");
    private static final List<String> FORTRAN = List.of("sum", "initialized", "thread-1", "second-init");

    /** All kinds, in the order of the table. */
    static List<Kind> all() {
        List<Kind> all = new ArrayList<>();
        WITHOUT_MPI.forEach((scenario, description) -> all.add(of(scenario, Way.NONE, description)));
        WITH_MPI.forEach((scenario, description) -> all.add(of(scenario, Way.JNI, description)));
        FOREIGN.forEach(scenario -> all.add(of(scenario, Way.FOREIGN, WITH_MPI.get(scenario))));
        JAR.forEach(scenario -> all.add(of(scenario, Way.JAR, WITH_MPI.get(scenario))));
        FORTRAN.forEach(scenario -> all.add(of(scenario, Way.FORTRAN, WITH_MPI.get(scenario))));
        return all;
    }

    private static Kind of(String scenario, Way way, String description) {
        return new Kind(scenario, way, description, scenario.equals("second-init"));
    }

    /** The kind of a name, such as jni-sum. */
    static Kind named(String name) {
        return all().stream().filter(kind -> kind.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no kind " + name + "; see --list"));
    }

    /** On the command line and in the table. */
    String name() {
        return way + "-" + scenario;
    }

    private static Map<String, String> ordered(String... pairs) {
        Map<String, String> map = new java.util.LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }

    @Override
    public String toString() {
        return name();
    }
}
