package io.classcast.cluster;

/**
 * Starts jobs on a cluster's hosts. Hosts take ranks in blocks: of four ranks on two hosts, 0 and 1 are on node0, 2 and 3 on
 * node1.
 */
public interface Launcher {
    /**
     * Runs a job.
     *
     * @param spec what to run
     * @param timeoutSeconds after which it is killed
     * @return how it ended
     */
    JobOutcome run(JobSpec spec, int timeoutSeconds);
}
