package io.classcast.bench.results;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;

/**
 * One job, started once.
 *
 * @param scenario how the ranks come to their classes: plain, wildcard, fat-jar, appcds-shared, local, local-appcds, locations, jars, run,
 *        run-profile, run-archive, staged-jars, staged-jdk, sbcast
 * @param ranks how many JVMs
 * @param cache cold (fresh mounts) or warm (the same mounts, used by an unmeasured job before)
 * @param repetition from 1
 * @param command the rank's command line, class path shortened
 * @param prepareMillis what was done once before the job and belongs to it (staging, sbcast), else 0
 * @param wallMillis from the launcher's start to its end, without what was prepared
 * @param failure why it failed, one line; absent if it did not
 * @param ofRanks each rank; empty if it failed
 * @param ofHosts each host, for prepare and job together; empty where operations cannot be counted
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Trial(String scenario, int ranks, String cache, int repetition, List<String> command, double prepareMillis, double wallMillis, String failure,
        List<OfRank> ofRanks, List<OfHost> ofHosts) {
    /**
     * What one rank took; times are milliseconds since the launcher's start.
     *
     * @param rank number
     * @param host its name
     * @param startMillis the JVM's process was started
     * @param mainMillis the application's main was called
     * @param loadedMillis main has returned: the last class is loaded
     * @param exitMillis the process is gone
     * @param cpuMillis user and system time of the process
     * @param pssKib proportional set size at the end of main, KiB; 0 if unknown
     * @param phasesMillis the agent's phases, milliseconds each, in order: scan, broadcast, ...; empty without the agent
     */
    public record OfRank(int rank, String host, double startMillis, double mainMillis, double loadedMillis, double exitMillis, double cpuMillis, long pssKib,
            Map<String, Double> phasesMillis) {
    }

    /**
     * What one host asked of the shared file system.
     *
     * @param host its name
     * @param operations kind to number: lookup, enoent (lookups that found nothing), getattr, open, readdir, readlink, read, readBytes;
     *        other file systems may count under other names as well
     */
    public record OfHost(String host, Map<String, Long> operations) {
        private static final List<String> METADATA = List.of("lookup", "getattr", "open", "readdir", "readlink");

        /**
         * Metadata operations: everything that is no read.
         *
         * @return their number
         */
        @JsonIgnore
        public long metadata() {
            return METADATA.stream().mapToLong(kind -> operations.getOrDefault(kind, 0L)).sum();
        }
    }

    /**
     * Whether it gave the result that it should.
     *
     * @return false if it failed
     */
    @JsonIgnore
    public boolean ended() {
        return failure == null;
    }

    /**
     * The job with what was done before it.
     *
     * @return milliseconds
     */
    @JsonIgnore
    public double wholeMillis() {
        return prepareMillis + wallMillis;
    }
}
