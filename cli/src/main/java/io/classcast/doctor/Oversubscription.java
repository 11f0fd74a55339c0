package io.classcast.doctor;

import java.util.List;

/** The JVMs of a node do not count on the same cores several times. */
final class Oversubscription implements JobCheck {
    @Override
    public List<Finding> examine(NodeReport node, Job job) {
        int ranks = node.ranks();
        if (ranks == 1 || node.cores() < 1 || ranks * node.processors() <= node.cores()) {
            return List.of();
        }
        return List.of(Finding.note("cores", ranks + " JVMs on a node count on " + node.processors() + " of its " + node.cores()
                + " cores each; each starts threads for compiler and garbage collector by that",
                "-XX:ActiveProcessorCount=" + Math.max(1, node.cores() / ranks) + ", or cores of its own for each rank."));
    }
}
