package io.classcast.job;

import io.classcast.classpath.LauncherEntries;
import java.util.List;

/**
 * What a job is asked to do; equal on all ranks, or they fall back.
 *
 * @param classPath URLs in search order
 * @param locations true: broadcast locations only; false: whole jars
 * @param store option {@code store}, or null
 * @param dynamic path prefixes that are looked up live
 * @param timeoutMillis how long any collective may take
 * @param launcher what the job's launcher put on the class path of its own accord
 * @param agentVersion compared between the ranks
 */
public record JobConfig(List<String> classPath, boolean locations, String store, List<String> dynamic, long timeoutMillis,
        LauncherEntries launcher, String agentVersion) {
}
