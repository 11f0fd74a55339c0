package io.classcast.cluster.bindings;

import io.classcast.cluster.Cluster;
import io.classcast.cluster.Command;
import io.classcast.cluster.JobOutcome;
import io.classcast.cluster.JobSpec;
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
 * {@code test-clusters/bindings.sh}: a job of 2 hosts x 2 ranks on Open MPI's own Java bindings, plain and with the agent, on JDK 17 and 25. Exit code 1
 * where it is not the same, or not served.
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
        JobOutcome plain = run(cluster, shared, jdk, List.of());
        JobOutcome served = run(cluster, shared, jdk, List.of("-javaagent:" + Machine.agent()));
        Set<String> sums = new TreeSet<>(plain.output());
        boolean right = plain.exit() == 0 && sums.size() == RANKS && sums.stream().allMatch(line -> line.endsWith(" of 4, sum 10"));
        boolean same = served.exit() == plain.exit() && new TreeSet<>(served.output()).equals(sums);
        boolean all = served.agentLines().size() == 1 && served.agentLines().get(0).contains("served to 4 ranks on 2 nodes");
        boolean nothing = shared.counters(cluster.hosts().get(1)).open() == 0;
        System.out.printf("bindings: JDK %d: plain %s in %.1f s, with the agent %s in %.1f s, %s, %s%n", jdk, right ? "right" : "WRONG", plain.seconds(),
                same ? "the same" : "ANOTHER RESULT", served.seconds(), all ? "served" : "NOT SERVED", nothing ? "0 opens on the second host"
                        : "THE SECOND HOST OPENED FILES");
        boolean well = right && same && all && nothing;
        if (!well) {
            plain.raw().forEach(System.out::println);
            served.raw().forEach(System.out::println);
        }
        return well;
    }

    private static JobOutcome run(Cluster cluster, SharedFs shared, int jdk, List<String> agent) {
        shared.remount();
        List<String> jvm = new ArrayList<>(agent);
        jvm.add("-Djava.library.path=" + shared.mount().resolve("lib"));
        if (jdk > 21) {
            // Else it warns of System.loadLibrary.
            jvm.add("--enable-native-access=ALL-UNNAMED");
        }
        String classPath = shared.mount().resolve("classes") + ":" + shared.mount().resolve("lib/mpi.jar");
        return new MpirunJob(cluster, MpirunJob.Family.OPENMPI).run(new JobSpec(Machine.jdk(jdk), RANKS, jvm, classPath, "Sums", List.of()), 60);
    }
}
