package io.classcast.doctor;

import io.classcast.doctor.RankReport.Jdk;
import java.util.List;

/**
 * The reports of all nodes.
 *
 * @param nodes that of rank 0 first
 */
record Job(List<NodeReport> nodes) {
    NodeReport root() {
        return nodes.get(0);
    }

    Jdk jdkOfRank0() {
        return root().jdks().get(0);
    }

    int ranks() {
        return nodes.stream().mapToInt(NodeReport::ranks).sum();
    }
}
