package io.classcast.bench.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One run of {@code startup-bench run}: where and what was measured, and every trial. The root of the JSON file.
 *
 * @param format {@link #FORMAT}
 * @param started when, ISO 8601
 * @param command the command line that made it
 * @param versions program to version: classcast, jdk, jdkVendor, launcher, kernel, and the file system's where it has one
 * @param machine facts about the machine: cores, cpu, memory, kernel, load
 * @param where the hosts and their shared file system
 * @param workload what every rank loads: name, seed, jars, directories, classes, resources, services, libraries, bytes
 * @param skipped scenarios that were asked for and not run, with the reason
 * @param trials in the order in which they were run
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StartupRun(String format, String started, List<String> command, Map<String, String> versions, Map<String, Object> machine, Where where,
        Map<String, Object> workload, List<Skipped> skipped, List<Trial> trials) {
    /** Names the format and its version. */
    public static final String FORMAT = "startup-bench run 1";

    /**
     * Where it was measured.
     *
     * @param kind cluster (simulated hosts with sharedfs), glusterfs (the same hosts), launcher (a user's own cluster), or here (one machine, no MPI)
     * @param fileSystem name of a preset such as nfs, or the type of a real file system
     * @param hosts number of hosts
     * @param facts what the file system costs, and where those figures are from
     */
    public record Where(String kind, String fileSystem, int hosts, Map<String, Object> facts) {
    }

    /**
     * A scenario that could not be run here.
     *
     * @param scenario its name
     * @param reason one line
     */
    public record Skipped(String scenario, String reason) {
    }

    /**
     * The same with a trial more.
     *
     * @param trial the last
     * @return a copy
     */
    public StartupRun with(Trial trial) {
        List<Trial> more = new ArrayList<>(trials);
        more.add(trial);
        return new StartupRun(format, started, command, versions, machine, where, workload, skipped, more);
    }

    /**
     * The same without trials that failed: they are worth another try.
     *
     * @return a copy
     */
    public StartupRun withoutFailures() {
        return new StartupRun(format, started, command, versions, machine, where, workload, List.of(), trials.stream().filter(Trial::ended).toList());
    }

    /**
     * The same with other scenarios skipped.
     *
     * @param others in place of those that were
     * @return a copy
     */
    public StartupRun withSkipped(List<Skipped> others) {
        return new StartupRun(format, started, command, versions, machine, where, workload, List.copyOf(others), trials);
    }
}
