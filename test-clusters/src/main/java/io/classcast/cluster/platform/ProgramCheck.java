package io.classcast.cluster.platform;

import io.classcast.cluster.JobOutcome;
import io.classcast.cluster.Launcher;
import io.classcast.cluster.Machine;
import io.classcast.cluster.compat.Run;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A program prints with Classcast what it prints without, and the host without rank 0 opens nothing of its class path. */
final class ProgramCheck implements Check {
    /** Makes the program's files where they are missing. */
    interface Source {
        Workload on(Hosts hosts) throws IOException;
    }

    private static final int KILLED = 137;
    private static final int SHOWN = 3;

    private final String name;
    private final Source program;
    private final Way way;
    private final boolean callsMpi;

    ProgramCheck(String name, Source program, Way way, boolean callsMpi) {
        this.name = name;
        this.program = program;
        this.way = way;
        this.callsMpi = callsMpi;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Finding on(Hosts hosts) throws IOException {
        Workload workload = program.on(hosts);
        if (hosts.platform.jdk() < workload.lowestJdk()) {
            return Finding.notPlain("needs JDK " + workload.lowestJdk(), List.of());
        }
        Run plain = hosts.plain(workload);
        if (!(workload.mark().isEmpty() ? plain.outcome().exit() == 0 && !plain.output().isEmpty() : plain.complete(hosts.ranks))) {
            return Finding.notPlain(reason(plain.outcome()), plain.outcome().raw());
        }
        hosts.clean();
        List<String> problems = new ArrayList<>();
        List<String> details = new ArrayList<>();
        double seconds = 0;
        for (int job = 0; job < way.jobs; job++) {
            Run served = served(hosts, workload);
            seconds += served.outcome().seconds();
            List<String> found = problems(plain, served, job);
            found.addAll(hosts.left());
            String which = way.jobs == 1 ? "" : "job " + (job + 1) + ": ";
            found.forEach(problem -> problems.add(which + problem));
            details.add("With Classcast, " + which + "exit code " + served.outcome().exit() + ", %.1f s:".formatted(served.outcome().seconds()));
            details.addAll(served.outcome().raw());
        }
        details.add("Without, exit code " + plain.outcome().exit() + ", %.1f s:".formatted(plain.outcome().seconds()));
        details.addAll(plain.outcome().raw());
        return Finding.of(problems, details, seconds);
    }

    private Run served(Hosts hosts, Workload workload) {
        List<String> options = new ArrayList<>();
        if (hosts.platform.library() != null) {
            options.add("-Dclasscast.mpi.library=" + hosts.platform.library());
        }
        if (way == Way.AGENT) {
            options.add(0, "-javaagent:" + Machine.agent());
        }
        Launcher launcher = switch (way) {
            case AGENT -> hosts.launcher();
            case RUN -> hosts.bcastjarRun();
            case ARCHIVE -> hosts.bcastjarRun("--archive", "auto", "--verbose");
        };
        return hosts.run(launcher, options, workload);
    }

    private List<String> problems(Run plain, Run served, int job) {
        List<String> problems = new ArrayList<>();
        JobOutcome outcome = served.outcome();
        if (outcome.exit() == KILLED && outcome.raw().stream().anyMatch(l -> l.startsWith("killed after "))) {
            problems.add("did not end");
        } else if (outcome.exit() != plain.outcome().exit()) {
            problems.add("exit code " + outcome.exit() + " instead of " + plain.outcome().exit());
        }
        List<String> differences = served.differences(plain);
        if (!differences.isEmpty()) {
            problems.add(differences.size() + " lines differ, such as " + String.join(" | ", differences.subList(0, Math.min(SHOWN, differences.size()))));
        }
        // Launchers cut such outputs where they like, so lines are not compared.
        long missing = callsMpi ? characters(plain.outcome()) - characters(outcome) : 0;
        if (missing != 0) {
            problems.add("printed " + Math.abs(missing) + " characters too " + (missing > 0 ? "few" : "many"));
        }
        if (!served.served()) {
            problems.add("not served: " + outcome.agentLines().stream().findFirst().orElse("no word"));
        }
        if (!served.quiet()) {
            problems.add("the host without rank 0 opened " + served.opened().stream().limit(SHOWN).map(f -> f.substring(f.lastIndexOf('/') + 1)).toList());
        }
        if (way == Way.ARCHIVE && job > 0 && outcome.agentLines().stream().noneMatch(l -> l.contains(", class archive)"))) {
            problems.add("the archive was not used");
        }
        outcome.raw().stream().filter(l -> l.contains("A fatal error has been detected")).findFirst().ifPresent(l -> problems.add("the JVM crashed"));
        return problems;
    }

    private static long characters(JobOutcome outcome) {
        return outcome.output().stream().mapToLong(String::length).sum();
    }

    /** Why not even a hello runs on a platform; null where it does. */
    static Finding helloFails(Hosts hosts) throws IOException {
        Run hello = hosts.plain(hosts.own("plain", "Hello", 17));
        return hello.complete(hosts.ranks) ? null : Finding.notPlain(reason(hello.outcome()), hello.outcome().raw());
    }

    private static String reason(JobOutcome outcome) {
        List<String> raw = outcome.raw();
        return raw.stream().filter(l -> l.contains("Exception") || l.contains("Error")).map(String::strip)
                .filter(l -> !l.contains("InvocationTarget") && !l.startsWith("at ")).findFirst()
                .map(l -> l.replaceFirst("^(= failed|Caused by): ", "").replaceFirst("^Exception in thread \"main\" ", ""))
                .orElse("exit code " + outcome.exit() + (raw.isEmpty() ? "" : ", " + raw.get(raw.size() - 1)));
    }
}
