package io.classcast.doctor;

import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one rank sees around itself: everything that the checks look at, and nothing else.
 *
 * @param environment of the process
 * @param engine what carries messages between the ranks, or null where it cannot be used
 * @param engineFailure why it cannot; null where it can
 * @param limits text of /proc/self/limits
 * @param cores what this process may run on
 * @param fastNetwork the node has an adapter that needs locked memory (InfiniBand, Omni-Path, Slingshot)
 * @param storage what this rank sees of file systems; null on ranks that leave that to another one of their node
 */
record Surroundings(Map<String, String> environment, String engine, String engineFailure, String limits, Cores cores,
        boolean fastNetwork, Storage storage) {

    /**
     * Cores.
     *
     * @param allowed that the scheduler may use for this process (Cpus_allowed_list)
     * @param processors that the JVM counts on
     * @param online of the node
     */
    record Cores(int allowed, int processors, int online) {
        /** Counts a list such as {@code 0-3,8} (cpuset(7), "List format"). */
        static int count(String list) {
            int count = 0;
            for (String range : list.trim().split(",")) {
                String[] ends = range.trim().split("-");
                try {
                    int first = Integer.parseInt(ends[0].trim());
                    count += ends.length == 1 ? 1 : Integer.parseInt(ends[1].trim()) - first + 1;
                } catch (NumberFormatException e) {
                    return 0;
                }
            }
            return count;
        }
    }

    /** The value of a variable; empty where it is not set. */
    String variable(String name) {
        return environment.getOrDefault(name, "");
    }

    boolean has(String name) {
        return !variable(name).isEmpty();
    }

    /**
     * A soft limit.
     *
     * @param name as /proc/self/limits has it, such as {@code Max open files}
     * @return empty where there is none, or it is not told
     */
    OptionalLong limit(String name) {
        Matcher line = Pattern.compile("^" + Pattern.quote(name) + "\\s+(\\d+)\\s", Pattern.MULTILINE).matcher(limits);
        return line.find() ? OptionalLong.of(Long.parseLong(line.group(1))) : OptionalLong.empty();
    }
}
