package io.classcast.job;

import io.classcast.classpath.FurtherFiles;
import io.classcast.classpath.LaunchPath;
import io.classcast.classpath.LauncherEntries;
import java.util.List;

/**
 * What a job is asked to do; equal on all ranks, or they fall back.
 *
 * @param classPath what the program was launched with
 * @param locations true: broadcast locations only; false: whole jars
 * @param store option {@code store}, or null
 * @param dynamic path prefixes that are looked up live
 * @param timeoutMillis how long any collective may take
 * @param launcher what the job's launcher put on the class path of its own accord
 * @param keeps the store outlives its JVMs
 * @param archive key of the class archive that the JVMs share, or null
 * @param profile file that tells what is used, or null; rank 0 reads it
 * @param further what is served beside the class path; rank 0's counts
 * @param agentVersion compared between the ranks
 */
public record JobConfig(LaunchPath classPath, boolean locations, String store, List<String> dynamic, long timeoutMillis,
        LauncherEntries launcher, boolean keeps, String archive, String profile, FurtherFiles further, String agentVersion) {
}
