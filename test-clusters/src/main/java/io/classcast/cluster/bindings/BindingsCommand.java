package io.classcast.cluster.bindings;

import io.classcast.cluster.BcastjarRun;
import io.classcast.cluster.Cluster;
import io.classcast.cluster.Command;
import io.classcast.cluster.JobOutcome;
import io.classcast.cluster.JobSpec;
import io.classcast.cluster.Launcher;
import io.classcast.cluster.Machine;
import io.classcast.cluster.MpirunJob;
import io.classcast.cluster.SharedFs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code test-clusters/bindings.sh}: a job of 2 hosts x 2 ranks on Open MPI's own Java bindings, plainly, with the agent and by {@code bcastjar run},
 * on JDK 17 and 25. Exit code 1 where it is not the same, or not served.
 */
public final class BindingsCommand {
    private static final int RANKS = 4;

    private BindingsCommand() {
    }

    /**
     * Runs the jobs.
     *
     * @param arguments none
     * @throws IOException where the bindings cannot be made
     */
    public static void main(String[] arguments) throws IOException {
        Bindings bindings = Bindings.make();
        System.out.println("bindings: " + bindings.jar());
        boolean well = true;
        Path workspace = Files.createDirectories(Machine.home().resolve("target/bindings"));
        try (Cluster cluster = new Cluster(workspace, 2, 64)) {
            SharedFs shared = new SharedFs(cluster, SharedFs.Costs.NONE);
            Path lib = Files.createDirectories(shared.source().resolve("lib"));
            Command.run(List.of("cp", bindings.jar().toString(), bindings.library().resolve("libmpi_java.so").toString(), lib.toString()), Map.of(), 60)
                    .orFail("cp");
            Command.run(List.of(Machine.jdk(17) + "/bin/javac", "-cp", bindings.jar().toString(), "-d", shared.source().resolve("classes").toString(),
                    Machine.home().resolve("apps/bindings/Sums.java").toString()), Map.of(), 60).orFail("javac");
            for (int jdk : new int[] {17, 25}) {
                well &= isServed(cluster, shared, jdk);
            }
        }
        System.exit(well ? 0 : 1);
    }

    private static boolean isServed(Cluster cluster, SharedFs shared, int jdk) {
        MpirunJob mpirun = new MpirunJob(cluster, MpirunJob.Family.OPENMPI);
        JobOutcome plain = run(mpirun, shared, jdk, List.of());
        Set<String> sums = new TreeSet<>(plain.output());
        boolean well = plain.exit() == 0 && sums.size() == RANKS && sums.stream().allMatch(line -> line.endsWith(" of 4, sum 10"));
        System.out.printf("bindings: JDK %d plain: %s, %.1f s%n", jdk, well ? "right" : "WRONG", plain.seconds());
        if (!well) {
            plain.raw().forEach(System.out::println);
        }
        String agent = "-javaagent:" + Machine.agent();
        well &= isLike(sums, "with the agent", run(mpirun, shared, jdk, List.of(agent)), true, shared.counters(cluster.hosts().get(1)).open());
        well &= isLike(sums, "engine=none", run(mpirun, shared, jdk, List.of(agent + "=engine=none")), false, 0);
        well &= isLike(sums, "bcastjar run", run(new BcastjarRun(cluster, mpirun, List.of()), shared, jdk, List.of()), true,
                shared.counters(cluster.hosts().get(1)).open());
        return well;
    }

    private static boolean isLike(Set<String> sums, String way, JobOutcome outcome, boolean served, long opens) {
        boolean same = outcome.exit() == 0 && new TreeSet<>(outcome.output()).equals(sums);
        boolean all = !served || outcome.agentLines().size() == 1 && outcome.agentLines().get(0).contains("served to 4 ranks on 2 nodes");
        System.out.printf("bindings:     %s: %s, %s%.1f s%n", way, same ? "the same" : "ANOTHER RESULT",
                served ? (all ? "served, " : "NOT SERVED, ") + opens + " opens on the second host, " : "", outcome.seconds());
        boolean well = same && all && (!served || opens == 0);
        if (!well) {
            outcome.raw().forEach(System.out::println);
        }
        return well;
    }

    private static JobOutcome run(Launcher launcher, SharedFs shared, int jdk, List<String> agent) {
        shared.remount();
        List<String> jvm = new ArrayList<>(agent);
        jvm.add("-Djava.library.path=" + shared.mount().resolve("lib"));
        if (jdk > 21) {
            // Else it warns of System.loadLibrary.
            jvm.add("--enable-native-access=ALL-UNNAMED");
        }
        String classPath = shared.mount().resolve("classes") + ":" + shared.mount().resolve("lib/mpi.jar");
        return launcher.run(new JobSpec(Machine.jdk(jdk), RANKS, jvm, classPath, "Sums", List.of()), 60);
    }
}
