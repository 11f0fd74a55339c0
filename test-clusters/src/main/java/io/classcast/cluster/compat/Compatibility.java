package io.classcast.cluster.compat;

import io.classcast.cluster.Cluster;
import io.classcast.cluster.Host;
import io.classcast.cluster.JobSpec;
import io.classcast.cluster.Launcher;
import io.classcast.cluster.Machine;
import io.classcast.cluster.SharedFs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Runs programs on two hosts with one rank each, plain and with Classcast, and compares. MPJ Express starts the ranks, since it
 * runs on every JDK; the programs themselves call no MPI. Not for several threads.
 */
public final class Compatibility implements AutoCloseable {
    private static final int RANKS = 2;
    private static final int SECONDS = 60;
    /** Calls MPI_Init and MPI_Finalize around the program: a job of MPJ Express does not end without them. */
    private static final Program RANK = Program.of("rank", "rank", "Rank");

    private final Cluster cluster;
    private final SharedFs shared;
    private final Set<String> installed = new HashSet<>();
    private final Map<String, Run> plain = new HashMap<>();

    /**
     * Makes the hosts.
     *
     * @param workspace directory that all hosts see at the same path
     */
    public Compatibility(Path workspace) {
        cluster = new Cluster(workspace, RANKS, 1024);
        shared = new SharedFs(cluster, SharedFs.Costs.NONE);
    }

    /**
     * Runs one cell; the plain run that it is compared with is done once for each JDK.
     *
     * @param program to run
     * @param cell how
     * @return what came out
     */
    public Verdict run(Program program, Cell cell) {
        if (cell.jdk() < program.lowestJdk()) {
            return Verdict.notPlain(program, cell, "needs JDK " + program.lowestJdk(), List.of());
        }
        String rank = install(RANK.folder(), RANK.built()) + "/rank.jar";
        String folder = install(program.folder(), program.built());
        String classPath = program.classPath(Path.of(folder)) + ":" + rank;
        List<String> options = program.jvmOptions().stream().map(o -> o.replace(Program.FOLDER, folder)).toList();
        List<String> arguments = new ArrayList<>(List.of(program.main()));
        arguments.addAll(program.arguments());
        JobSpec job = new JobSpec(Machine.jdk(cell.jdk()), RANKS, options, classPath, RANK.main(), arguments);
        Run expected = plain.computeIfAbsent(program.name() + " " + cell.jdk() + cell.door(),
                key -> run(cell.door().plain(cluster), job));
        if (!expected.complete(RANKS)) {
            List<String> raw = expected.outcome().raw();
            String reason = raw.stream().filter(l -> l.contains("Exception") || l.contains("Error")).map(String::strip)
                    .filter(l -> !l.contains("InvocationTarget") && !l.startsWith("at ")).findFirst().orElse("no exception");
            return Verdict.notPlain(program, cell, reason.replaceFirst("^(= failed|Caused by): (java\\.lang\\.)?", ""), raw);
        }
        if (expected.quiet()) {
            throw new IllegalStateException(program.name() + " opened nothing without Classcast: nothing is measured");
        }
        return Verdict.of(program, cell, expected, run(cell.door().served(cluster, cell.loader()), job));
    }

    private Run run(Launcher launcher, JobSpec job) {
        shared.remount();
        Host other = cluster.hosts().get(1);
        var outcome = launcher.run(job, SECONDS);
        return Run.of(outcome, shared.counters(other), shared.log(other));
    }

    private String install(String folder, Path built) {
        Path target = shared.source().resolve(folder);
        if (installed.add(folder)) {
            try {
                remove(target);
                try (Stream<Path> files = Files.walk(built)) {
                    for (Path file : files.toList()) {
                        Files.copy(file, target.resolve(built.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot install " + folder, e);
            }
        }
        return shared.mount().resolve(folder).toString();
    }

    private static void remove(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Override
    public void close() {
        cluster.close();
    }
}
