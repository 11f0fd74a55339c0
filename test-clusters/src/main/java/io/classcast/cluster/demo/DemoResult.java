package io.classcast.cluster.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.classcast.cluster.Counters;
import java.util.List;

/**
 * The demo's figures, as {@code demo.json} has them.
 *
 * @param engine what started the ranks
 * @param scenarios one for each way to start
 */
public record DemoResult(String engine, List<Scenario> scenarios) {

    /**
     * One run.
     *
     * @param name plain, classcast or classcast-locations
     * @param ranks number of ranks
     * @param wallSeconds from the starter's start to its end
     * @param outputSha256 digest of what the application printed
     * @param hosts counters of each host
     */
    public record Scenario(String name, int ranks, @JsonProperty("wall_seconds") double wallSeconds,
            @JsonProperty("output_sha256") String outputSha256, List<HostFigures> hosts) {
    }

    /**
     * One host's operations on the class path's file system.
     *
     * @param name of the host
     * @param hasRank0 whether rank 0 ran there
     * @param lookup names asked for
     * @param enoent missing names
     * @param getattr attributes asked for
     * @param open files opened
     * @param readBytes bytes read
     */
    public record HostFigures(String name, @JsonProperty("has_rank0") boolean hasRank0, long lookup, long enoent,
            long getattr, long open, @JsonProperty("read_bytes") long readBytes) {

        static HostFigures of(String name, boolean hasRank0, Counters c) {
            return new HostFigures(name, hasRank0, c.lookup(), c.enoent(), c.getattr(), c.open(), c.readBytes());
        }
    }
}
