package io.classcast.cluster.platform;

import io.classcast.cluster.Command;
import io.classcast.cluster.Host;
import io.classcast.cluster.JobOutcome;
import io.classcast.cluster.Machine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code bcastjar doctor} and {@code bcastjar stage}, as ranks of a job. */
final class ToolCheck implements Check {
    /** Which of them. */
    enum Tool {
        /** One report of all nodes; warnings are no failure. */
        DOCTOR,
        /** A class path on every host, which verifies it, and removes it. */
        STAGE
    }

    private static final String TO = "/dev/shm/staged";
    private static final Path JAR = Machine.home().resolveSibling("cli/target/bcastjar.jar");

    private final Tool tool;

    ToolCheck(Tool tool) {
        this.tool = tool;
    }

    @Override
    public String name() {
        return tool.name().toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    public Finding on(Hosts hosts) throws IOException {
        String classPath = hosts.own("plain", "Hello", 17).classPath();
        Finding fails = ProgramCheck.helloFails(hosts);
        if (fails != null) {
            return fails;
        }
        hosts.clean();
        List<String> problems = new ArrayList<>();
        List<String> details = new ArrayList<>();
        double seconds = 0;
        if (tool == Tool.DOCTOR) {
            JobOutcome outcome = bcastjar(hosts, details, "doctor", "--classpath", classPath);
            seconds = outcome.seconds();
            if (outcome.exit() != 0 && outcome.exit() != 1) {
                problems.add("exit code " + outcome.exit());
            }
            String nodes = hosts.ranks + " ranks on " + hosts.cluster.hosts().size() + " nodes";
            long reports = outcome.output().stream().filter(nodes::equals).count();
            if (reports != 1) {
                problems.add(reports + " times \"" + nodes + "\"");
            }
            outcome.output().stream().filter(l -> l.startsWith("error")).forEach(problems::add);
        } else {
            JobOutcome staged = bcastjar(hosts, details, "stage", "--to", TO, classPath);
            seconds = staged.seconds();
            if (staged.exit() != 0 || staged.raw().stream().noneMatch(l -> l.contains("on 2 of 2 nodes"))) {
                problems.add("exit code " + staged.exit() + ", not staged on 2 of 2 nodes");
            }
            for (Host host : hosts.cluster.hosts()) {
                Command.Result result = host.exec("/tmp", Map.of(), 60, hosts.platform.home(hosts.root) + "/bin/java", "-jar", JAR.toString(),
                        "verify", "--engine", "none", TO);
                if (result.exit() != 0) {
                    problems.add("verify on " + host.name() + " ended with " + result.exit());
                    details.add(result.out() + result.err());
                }
            }
            JobOutcome cleaned = bcastjar(hosts, details, "clean", TO);
            if (cleaned.exit() != 0) {
                problems.add("clean ended with " + cleaned.exit());
            }
        }
        problems.addAll(hosts.left());
        return Finding.of(problems, details, seconds);
    }

    private static JobOutcome bcastjar(Hosts hosts, List<String> details, String... arguments) {
        List<String> options = new ArrayList<>(List.of("--enable-native-access=ALL-UNNAMED"));
        if (hosts.platform.library() != null) {
            options.add("-Dclasscast.mpi.library=" + hosts.platform.library());
        }
        JobOutcome outcome = hosts.job(hosts.launcher(), options, new Workload("bcastjar", JAR.toString(), "io.classcast.cli.BcastJar", List.of(arguments),
                List.of(), "", 17));
        details.add(String.join(" ", arguments) + ", exit code " + outcome.exit() + ", %.1f s:".formatted(outcome.seconds()));
        details.addAll(outcome.raw());
        return outcome;
    }
}
