package io.classcast.cluster.platform;

import java.util.List;

/**
 * A program to run on a platform.
 *
 * @param name in the table
 * @param classPath as the hosts see it
 * @param main class
 * @param arguments of the main class
 * @param jvmOptions each one token that starts with a dash
 * @param mark how its own lines start, all of which are the same in each run; empty for all lines
 * @param lowestJdk the oldest Java version that it runs on
 */
record Workload(String name, String classPath, String main, List<String> arguments, List<String> jvmOptions, String mark, int lowestJdk) {
}
