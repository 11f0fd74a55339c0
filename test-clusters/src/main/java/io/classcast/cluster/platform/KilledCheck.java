package io.classcast.cluster.platform;

import io.classcast.cluster.JobOutcome;
import io.classcast.cluster.Machine;
import io.classcast.cluster.compat.Run;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A rank is killed when all are served: the launcher ends the job as it does without Classcast, and the next job finds nothing in its way. */
final class KilledCheck implements Check {
    /** Seconds that the end may take longer than without Classcast. */
    private static final int MARGIN = 15;

    @Override
    public String name() {
        return "killed rank";
    }

    @Override
    public Finding on(Hosts hosts) throws IOException {
        Workload dies = hosts.own("plain", "Dies", 17);
        Workload hello = hosts.own("plain", "Hello", 17);
        Finding fails = ProgramCheck.helloFails(hosts);
        if (fails != null) {
            return fails;
        }
        JobOutcome plain = hosts.plain(dies).outcome();
        if (plain.exit() == 0 || plain.lines().contains("= end")) {
            return Finding.notPlain("its launcher does not end the job, exit code " + plain.exit(), plain.raw());
        }
        hosts.clean();
        List<String> options = new ArrayList<>(List.of("-javaagent:" + Machine.agent()));
        if (hosts.platform.library() != null) {
            options.add("-Dclasscast.mpi.library=" + hosts.platform.library());
        }
        JobOutcome killed = hosts.job(hosts.launcher(), options, dies);
        List<String> problems = new ArrayList<>();
        if (killed.exit() == 0) {
            problems.add("exit code 0");
        }
        if (killed.agentLines().stream().noneMatch(l -> l.contains(" served to "))) {
            problems.add("not served");
        }
        if (killed.lines().contains("= end")) {
            problems.add("another rank came to its end");
        }
        if (killed.seconds() > plain.seconds() + MARGIN) {
            problems.add("ended after %.1f s, without Classcast after %.1f s".formatted(killed.seconds(), plain.seconds()));
        }
        Run next = hosts.run(hosts.launcher(), options, hello);
        if (!next.served() || !next.complete(hosts.ranks)) {
            problems.add("the next job was not served, exit code " + next.outcome().exit());
        }
        problems.addAll(hosts.left());
        List<String> details = new ArrayList<>(List.of("With Classcast, exit code " + killed.exit() + ", %.1f s:".formatted(killed.seconds())));
        details.addAll(killed.raw());
        details.add("The next job:");
        details.addAll(next.outcome().raw());
        details.add("Without, exit code " + plain.exit() + ", %.1f s:".formatted(plain.seconds()));
        details.addAll(plain.raw());
        return Finding.of(problems, details, killed.seconds());
    }
}
