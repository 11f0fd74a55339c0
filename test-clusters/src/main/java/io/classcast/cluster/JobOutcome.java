package io.classcast.cluster;

import java.util.List;
import java.util.stream.Stream;

/**
 * How a job ended.
 *
 * @param exit the launcher's exit code
 * @param lines what the ranks printed; MPJ's daemons merge stdout and stderr, the other launchers' stderr is in the complaints
 * @param complaints what the launcher itself printed on stderr
 * @param seconds wall time from the launcher's start to its end
 */
public record JobOutcome(int exit, List<String> lines, List<String> complaints, double seconds) {
    /**
     * How lines start that are not the application's. Where a daemon's last word, EXIT, meets its sign of life, @Ping#, in one
     * packet, MPJ's starter prints both and complains about the missing end, in about one job of twenty; all else is well then.
     */
    private static final List<String> OWN = List.of("MPJ Express (", "Starting process <", "Stopping Process <",
            "EXIT@Ping#", "classcast: ");

    /**
     * What the application printed.
     *
     * @return lines without MPJ's and the agent's
     */
    public List<String> output() {
        return lines.stream().filter(l -> OWN.stream().noneMatch(l::startsWith)).toList();
    }

    /**
     * What the agent printed.
     *
     * @return its lines
     */
    public List<String> agentLines() {
        return raw().stream().filter(l -> l.startsWith("classcast: ")).toList();
    }

    /**
     * Everything, for messages.
     *
     * @return all lines, the launcher's complaints last
     */
    public List<String> raw() {
        return Stream.concat(lines.stream(), complaints.stream()).toList();
    }

    /**
     * Checks how the launcher ended.
     *
     * @param expected exit code
     * @return this
     */
    public JobOutcome mustExit(int expected) {
        if (exit != expected) {
            throw new AssertionError("the launcher's exit code is " + exit + ", not " + expected + "\n" + String.join("\n", raw()));
        }
        return this;
    }
}
