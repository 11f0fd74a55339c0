package io.classcast.cluster.ownmpi;

import io.classcast.cluster.Cluster;
import io.classcast.cluster.Command;
import io.classcast.cluster.Host;
import io.classcast.cluster.JobOutcome;
import io.classcast.cluster.Launcher;
import io.classcast.cluster.Leftovers;
import io.classcast.cluster.Machine;
import io.classcast.cluster.SharedFs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Runs the cells of one launcher on its hosts, one after the other. Not for several threads. */
public final class OwnMpiRun implements AutoCloseable {
    private static final int SHM_MIB = 256;
    private static final int RANKS_EACH = 2;
    /** Where a job does not end, as some do not plainly. */
    private static final int LIMIT_SECONDS = 25;
    /** How often a job is run plainly before what it shows with Classcast counts as a difference. */
    private static final int PLAIN_RUNS = 3;

    private final Starter starter;
    private final Cluster cluster;
    private final SharedFs shared;
    private final Launcher launcher;
    private final Program program;
    private final String agentOptions;
    private final Map<Cell, List<Seen>> plain = new HashMap<>();

    /**
     * Makes the hosts.
     *
     * @param starter of the ranks
     * @param hosts how many; each has two ranks
     * @param workspace directory that all hosts see at the same path
     * @param agentOptions such as {@code engine=mpi}; may be empty
     * @throws IOException where the program cannot be built
     */
    public OwnMpiRun(Starter starter, int hosts, Path workspace, String agentOptions) throws IOException {
        this.starter = starter;
        this.agentOptions = agentOptions;
        cluster = new Cluster(workspace, hosts, SHM_MIB);
        boolean complete = false;
        try {
            shared = new SharedFs(cluster, SharedFs.Costs.NONE);
            program = new Program(workspace, shared, starter.library);
            launcher = starter.engine.on(cluster);
            complete = true;
        } finally {
            if (!complete) {
                cluster.close();
            }
        }
    }

    /**
     * Runs one cell, once.
     *
     * @param jdk Java version of the ranks
     * @param kind its name, such as jni-sum
     * @return what differs from the plain job; empty where a user sees no difference
     * @throws IOException where the harness itself fails
     */
    public List<String> problems(int jdk, String kind) throws IOException {
        Verdict verdict = run(new Cell(starter, jdk, Kind.named(kind)), 1);
        return verdict.problems().stream().map(problem -> verdict.cell() + ": " + problem).toList();
    }

    /**
     * Runs one cell.
     *
     * @param cell which
     * @param rounds how often with Classcast
     * @return what came of it
     */
    Verdict run(Cell cell, int rounds) throws IOException {
        List<Seen> expected = plain.computeIfAbsent(cell, c -> new ArrayList<>());
        if (expected.isEmpty()) {
            expected.add(Seen.of(job(cell, List.of())));
        }
        List<String> problems = new ArrayList<>();
        List<String> details = new ArrayList<>();
        List<String> agent = List.of("-javaagent:" + Machine.agent() + (agentOptions.isEmpty() ? "" : "=" + agentOptions));
        double seconds = 0;
        List<Seen> all = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            Seen served = Seen.of(job(cell, agent));
            seconds = served.outcome().seconds();
            all.add(served);
            // Before another job counts.
            List<String> notServed = notServed(served);
            List<String> found = differences(cell, served, expected);
            if (found.isEmpty()) {
                duration(cell, agent, served, expected, found, remarks);
            }
            found.addAll(notServed);
            problems.addAll(found);
            if (!found.isEmpty()) {
                details.add("With Classcast, " + served.words());
                details.addAll(served.outcome().raw());
            }
        }
        if (cell.kind().saysWhy()) {
            problems.addAll(otherWords(cell, agent, all, expected));
        }
        for (Seen seen : expected) {
            details.add("Without, " + seen.words());
            details.addAll(seen.outcome().raw());
        }
        return new Verdict(cell, rounds, problems, remarks, kinds(expected), seconds, details);
    }

    /** A job that shows something new is run plainly again: not every plain job goes the same way each time. */
    private List<String> differences(Cell cell, Seen served, List<Seen> expected) throws IOException {
        List<String> least = null;
        for (int i = 0; i < PLAIN_RUNS; i++) {
            if (i == expected.size()) {
                expected.add(Seen.of(job(cell, List.of())));
            }
            List<String> differences = served.differences(expected.get(i));
            if (least == null || differences.size() < least.size()) {
                least = differences;
            }
            if (least.isEmpty()) {
                break;
            }
        }
        return new ArrayList<>(least);
    }

    /**
     * A job that took longer or shorter than any plain one is run again, and so is the plain one: machines have other things to do, and srun waits
     * for some seconds, or does not, before it ends a job. Gives a remark where the durations are the same then, else a problem.
     */
    private void duration(Cell cell, List<String> agent, Seen served, List<Seen> expected, List<String> problems, List<String> remarks) throws IOException {
        List<Seen> all = new ArrayList<>(List.of(served));
        for (int i = 0; i <= PLAIN_RUNS; i++) {
            Seen last = all.get(all.size() - 1);
            if (expected.stream().anyMatch(last::tookAsLongAs)) {
                if (last != served) {
                    remarks.add(durations(all));
                }
                return;
            }
            // The first one is compared with a new plain job before it is run again.
            expected.add(Seen.of(job(cell, List.of())));
            if (i > 0) {
                all.add(Seen.of(job(cell, agent)));
            }
        }
        problems.add(durations(all) + " instead of " + durations(expected));
    }

    private static String durations(List<Seen> jobs) {
        return jobs.stream().map(seen -> "%.1f".formatted(seen.outcome().seconds())).collect(Collectors.joining(", ")) + " s";
    }

    /** What the MPI library says about the error has to be the same; since launchers lose some of it, what several jobs have shown. */
    private List<String> otherWords(Cell cell, List<String> agent, List<Seen> served, List<Seen> expected) throws IOException {
        List<String> differences = List.of();
        for (int i = 0; i < PLAIN_RUNS; i++) {
            differences = new ArrayList<>();
            Seen.compare("stderr about Init", complaints(served), complaints(expected), differences);
            if (differences.isEmpty()) {
                break;
            }
            served.add(Seen.of(job(cell, agent)));
            expected.add(Seen.of(job(cell, List.of())));
        }
        return differences;
    }

    private static Set<String> complaints(List<Seen> all) {
        return all.stream().flatMap(seen -> seen.complaints().stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The different ways in which a job goes plainly. */
    private static List<String> kinds(List<Seen> plain) {
        List<Seen> kinds = new ArrayList<>();
        for (Seen seen : plain) {
            if (kinds.stream().noneMatch(known -> seen.differences(known).isEmpty() && seen.tookAsLongAs(known))) {
                kinds.add(seen);
            }
        }
        return kinds.stream().map(Seen::words).toList();
    }

    private List<String> notServed(Seen served) {
        List<String> problems = new ArrayList<>();
        if (served.outcome().agentLines().stream().noneMatch(l -> l.contains(" served to "))) {
            problems.add("not served: " + served.outcome().agentLines().stream().findFirst().orElse("no word"));
        }
        for (Host host : cluster.hosts().subList(1, cluster.hosts().size())) {
            long opened = shared.counters(host).open();
            if (opened != 0) {
                problems.add(opened + " opens on " + host.name());
            }
        }
        served.outcome().raw().stream().filter(l -> l.contains("A fatal error has been detected")).findFirst().ifPresent(l -> problems.add("the JVM crashed"));
        return problems;
    }

    private JobOutcome job(Cell cell, List<String> agent) throws IOException {
        Path signs = cluster.workspace().resolve("signs");
        Command.run(List.of("rm", "-rf", signs.toString()), Map.of(), 30).orFail("rm");
        Files.createDirectories(signs);
        shared.remount();
        int ranks = RANKS_EACH * cluster.hosts().size();
        JobOutcome outcome = launcher.run(program.job(cell.kind(), Jdks.home(cell.jdk()), cell.jdk(), ranks, signs, agent), LIMIT_SECONDS);
        // What a job has left goes before the next one, plain or not.
        cluster.hosts().forEach(Leftovers::processes);
        return outcome;
    }

    @Override
    public void close() {
        cluster.close();
    }
}
