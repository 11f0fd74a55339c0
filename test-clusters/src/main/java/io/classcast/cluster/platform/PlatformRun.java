package io.classcast.cluster.platform;

import io.classcast.cluster.Machine;
import io.classcast.cluster.debian.RootCache;
import io.classcast.cluster.debian.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Tries checks on one platform, whose hosts it makes. Not for several threads. */
public final class PlatformRun implements AutoCloseable {
    private final Platform platform;
    private final Hosts hosts;
    private final String label;
    private final Path details;

    /**
     * Makes the hosts.
     *
     * @param platform which
     * @param cache where its root is, or is made
     * @param workspace directory that all hosts see at the same path
     * @param details directory that takes a file for each check
     * @throws IOException where the machine does not let it
     * @throws UnavailableException where the platform's packages cannot be had
     */
    public PlatformRun(Platform platform, RootCache cache, Path workspace, Path details) throws IOException, UnavailableException {
        this.platform = platform;
        this.details = Files.createDirectories(details);
        Path root = platform.root() == null ? null : cache.get(platform.root());
        label = platform.label(root);
        hosts = new Hosts(platform, root, workspace);
    }

    /**
     * Tries one check.
     *
     * @param check which
     * @param tries how often
     * @return what came of it
     * @throws IOException where the harness itself fails
     */
    Verdict run(Check check, int tries) throws IOException {
        int good = 0;
        double seconds = 0;
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < tries; i++) {
            Finding finding;
            try {
                finding = check.on(hosts);
            } catch (RuntimeException e) {
                finding = Finding.of(List.of("the harness failed: " + e.getMessage()), List.of(e.toString()), 0);
            }
            seconds += finding.seconds();
            if (i == 0 || !finding.problems().isEmpty()) {
                String file = platform.id() + "-" + check.name().replaceAll("\\W+", "-") + (finding.problems().isEmpty() ? "" : "-problem") + ".txt";
                List<String> lines = new ArrayList<>(finding.problems());
                lines.addAll(finding.details());
                Files.write(details.resolve(file), lines);
            }
            if (finding.notPlain() != null) {
                return Verdict.today(platform.id(), check.name(), label, 0, 0, 0, finding.notPlain(), List.of());
            }
            problems.addAll(finding.problems());
            good += finding.problems().isEmpty() ? 1 : 0;
        }
        return Verdict.today(platform.id(), check.name(), label, good, tries, seconds, null, problems);
    }

    /**
     * Tries one check.
     *
     * @param check its name
     * @param tries how often
     * @return what is not as it has to be; empty where all is
     * @throws IOException where the harness itself fails
     */
    public List<String> problems(String check, int tries) throws IOException {
        Check named = Checks.of(platform.kind()).stream().filter(c -> c.name().equals(check)).findFirst().orElseThrow();
        Verdict verdict = run(named, tries);
        return verdict.notPlain() == null ? verdict.problems() : List.of(check + " does not run without Classcast either: " + verdict.notPlain());
    }

    /**
     * What the agent says with {@code verbose=true}, before a hello.
     *
     * @return its lines, without the figures that differ from run to run
     * @throws IOException where the program cannot be made
     */
    List<String> agentLines() throws IOException {
        Workload hello = hosts.own("plain", "Hello", 17);
        return hosts.job(hosts.launcher(), List.of("-javaagent:" + Machine.agent() + "=verbose=true"), hello).agentLines().stream()
                .map(line -> line.replaceAll("[0-9]+([.][0-9]+)*", "N").replaceAll("lib[a-z]+[.]so[.N]*", "LIBRARY")).distinct().toList();
    }

    /**
     * What exactly the platform is.
     *
     * @return such as {@code Open MPI 5.0.7 (Debian 13)}
     */
    public String label() {
        return label;
    }

    @Override
    public void close() {
        hosts.close();
    }
}
