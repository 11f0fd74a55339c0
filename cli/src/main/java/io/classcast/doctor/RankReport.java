package io.classcast.doctor;

import java.util.List;

/**
 * What a rank tells the first rank of its node.
 *
 * @param jdk that it runs on
 * @param processors that the JVM counts on
 * @param cores of the node
 * @param findings of its own
 */
record RankReport(Jdk jdk, int processors, int cores, List<Finding> findings) {

    /**
     * A JDK.
     *
     * @param feature version such as 25
     * @param text version, build and vendor
     */
    record Jdk(int feature, String text) {
    }
}
