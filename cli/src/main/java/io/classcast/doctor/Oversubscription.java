package io.classcast.doctor;

import java.util.List;

/** The JVMs of a node do not count on the same cores several times. */
final class Oversubscription implements JobCheck {
    @Override
    public List<Finding> examine(RankReport one, Job job) {
        int ranks = job.ranksOn().get(one.host());
        if (ranks == 1 || one.cores() < 1 || ranks * one.processors() <= one.cores()) {
            return List.of();
        }
        return List.of(Finding.note("cores", ranks + " JVMs on a node count on " + one.processors() + " of its " + one.cores()
                + " cores each; each starts threads for compiler and garbage collector by that",
                "-XX:ActiveProcessorCount=" + Math.max(1, one.cores() / ranks) + ", or cores of its own for each rank."));
    }
}
