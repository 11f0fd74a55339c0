package io.classcast.bench.model;

/**
 * What the model gives for one number of ranks.
 *
 * @param ranks processes
 * @param seconds from the launch to the end of the last rank
 * @param metadata requests to the metadata servers
 * @param bytes that the data servers sent
 */
public record Point(int ranks, double seconds, long metadata, long bytes) {
}
