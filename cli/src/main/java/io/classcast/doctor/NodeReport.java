package io.classcast.doctor;

import io.classcast.doctor.RankReport.Jdk;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the first rank of a node tells rank 0 about all of its ranks; as long for a hundred ranks that agree as for one.
 *
 * @param host name of the node
 * @param ranks number of ranks on it
 * @param jdks different ones, that of the first rank first
 * @param processors that a JVM counts on, at most
 * @param cores of the node
 * @param clocks milliseconds since 1970, each read right after a collective, so at about the same moments on all nodes
 * @param findings different ones
 */
record NodeReport(String host, int ranks, List<Jdk> jdks, int processors, int cores, List<Long> clocks,
        List<Finding> findings) {

    static NodeReport of(String host, List<Long> clocks, List<RankReport> ranks) {
        Set<Jdk> jdks = new LinkedHashSet<>();
        Set<Finding> findings = new LinkedHashSet<>();
        int processors = 0;
        for (RankReport rank : ranks) {
            jdks.add(rank.jdk());
            findings.addAll(rank.findings());
            processors = Math.max(processors, rank.processors());
        }
        return new NodeReport(host, ranks.size(), new ArrayList<>(jdks), processors, ranks.get(0).cores(), clocks,
                new ArrayList<>(findings));
    }
}
