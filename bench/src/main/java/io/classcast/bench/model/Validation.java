package io.classcast.bench.model;

import io.classcast.cluster.SharedFs;

/**
 * Predicts jobs on simulated hosts, from a job with one rank and what their file system is told to cost. Immutable.
 *
 * @param costs of the file system
 * @param hosts how many
 * @param cores of the machine, which all hosts share
 */
public record Validation(SharedFs.Costs costs, int hosts, int cores) {
    /** sharedfs lets the kernel believe for a millisecond that a name is absent, even where it caches nothing else. */
    private static final double LEAST_ABSENT_SECONDS = 0.001;
    /** Of the bridge between the hosts, and what the chain was measured to carry (io.classcast.mpi.ChainBroadcast). */
    private static final double LINK_MICROS = 50;
    private static final double LINK_MIB = 900;

    /**
     * Compares.
     *
     * @param traced the job with one rank, or with two
     * @param ranks of the measured job
     * @param measuredSeconds its wall time
     * @return with the prediction
     */
    public ModelFile.Validation compare(ModelRuns.Traced traced, int ranks, double measuredSeconds) {
        double predicted = new ScaleModel(machine(ranks, traced.launchSeconds()), traced.root(), traced.others()).exactlyAt(ranks).seconds();
        return ModelFile.Validation.of(traced.root().scenario(), ranks, measuredSeconds, predicted);
    }

    private Parameters machine(int ranks, double launchSeconds) {
        int metadata = costs.metadataMicros();
        return new Parameters((ranks + hosts - 1) / hosts, cores, cores, 1, 1, 0, costs.rttMicros(), 1, metadata, metadata, metadata, metadata, metadata, 0,
                costs.bandwidthMib(), costs.timeoutSeconds(), Math.max(LEAST_ABSENT_SECONDS, costs.timeoutSeconds()), false, LINK_MICROS, LINK_MIB, launchSeconds);
    }
}
