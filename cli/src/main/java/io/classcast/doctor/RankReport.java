package io.classcast.doctor;

import java.util.List;

/**
 * What a rank tells rank 0.
 *
 * @param rank who
 * @param host its node
 * @param java its JDK's feature version
 * @param jdk its JDK in full
 * @param processors that the JVM counts on
 * @param cores of the node
 * @param clocks milliseconds since 1970, each read right after a collective, so at about the same moments on all ranks
 * @param findings of its own
 */
record RankReport(int rank, String host, int java, String jdk, int processors, int cores, List<Long> clocks,
        List<Finding> findings) {
}
