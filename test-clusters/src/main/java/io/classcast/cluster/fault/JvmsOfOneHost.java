package io.classcast.cluster.fault;

import io.classcast.cluster.Command;
import io.classcast.cluster.Host;
import io.classcast.cluster.JobOutcome;
import io.classcast.cluster.JobSpec;
import io.classcast.cluster.Launcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** As many JVMs as a job has ranks, all on one host, started at once and without any launcher. */
final class JvmsOfOneHost implements Launcher {
    private static final String SCRIPT = """
            n=$1; shift; i=0; worst=0; all=
            while [ $i -lt $n ]; do CLASSCAST_TEST_RANK=$i "$@" & all="$all $!"; i=$((i + 1)); done
            for one in $all; do wait $one; code=$?; [ $code -gt $worst ] && worst=$code; done
            exit $worst
            """;

    private final Host host;

    JvmsOfOneHost(Host host) {
        this.host = host;
    }

    /** {@inheritDoc} The exit code is the highest of the JVMs'. */
    @Override
    public JobOutcome run(JobSpec spec, int timeoutSeconds) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", SCRIPT, "sh", Integer.toString(spec.ranks())));
        command.addAll(spec.java());
        Command.Result result = host.exec("/tmp/work", Map.of(), timeoutSeconds, command.toArray(new String[0]));
        return new JobOutcome(result.exit(), result.out().lines().toList(), result.err().lines().toList(), result.seconds());
    }
}
