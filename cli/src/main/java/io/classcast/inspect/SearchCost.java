package io.classcast.inspect;

import java.util.List;

/**
 * What one rank asks of the file systems to load every class of the class path once, without Classcast, and what that takes.
 * The time is that of failed lookups and opens alone, so a lower bound: reading, and looking at what is there, come on top.
 *
 * @param failedLookups of one rank; see {@link SearchCount}
 * @param opens of one rank
 * @param perAbsentName failed lookups for each name that no entry holds
 * @param seconds of one rank, measured round trips multiplied by the counts
 * @param fileSystems where the entries are
 * @param estimate for many ranks
 */
public record SearchCost(long failedLookups, long opens, int perAbsentName, double seconds, List<FileSystem> fileSystems,
        Estimate estimate) {

    /**
     * A file system that entries are on.
     *
     * @param mountPoint directory where it is mounted
     * @param type such as {@code nfs4}
     * @param kind memory, disk, shared or unknown
     * @param entries on it
     * @param failedLookups on it
     * @param opens on it
     * @param absentSeconds median time of one lookup of a name that is not there; null where none could be measured
     * @param openSeconds median time of opening one file; null where none could be measured
     */
    public record FileSystem(String mountPoint, String type, String kind, int entries, long failedLookups, long opens,
            Double absentSeconds, Double openSeconds) {
        double seconds() {
            return (absentSeconds == null ? 0 : failedLookups * absentSeconds) + (openSeconds == null ? 0 : opens * openSeconds);
        }
    }

    /**
     * An estimate for a job, from the figures of one process on an otherwise idle client.
     *
     * @param ranks of the job
     * @param failedLookups of all ranks
     * @param opens of all ranks
     * @param secondsAtLeast where the servers answer all ranks at once
     * @param secondsAtMost where the servers answer one after another
     */
    public record Estimate(int ranks, long failedLookups, long opens, double secondsAtLeast, double secondsAtMost) {
    }

    static SearchCost of(int perAbsentName, List<FileSystem> fileSystems, int ranks) {
        long lookups = fileSystems.stream().mapToLong(FileSystem::failedLookups).sum();
        long opens = fileSystems.stream().mapToLong(FileSystem::opens).sum();
        double seconds = fileSystems.stream().mapToDouble(FileSystem::seconds).sum();
        return new SearchCost(lookups, opens, perAbsentName, seconds, List.copyOf(fileSystems),
                new Estimate(ranks, lookups * ranks, opens * ranks, seconds, seconds * ranks));
    }
}
