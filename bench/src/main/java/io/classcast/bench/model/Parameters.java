package io.classcast.bench.model;

/**
 * A modelled machine. Times are microseconds, rates MiB/s; a rate of 0 is without limit.
 *
 * @param ranksPerNode processes of a node
 * @param coresPerNode cores of a node
 * @param sharedCores 0; else all nodes together have only these (hosts that are simulated on one machine)
 * @param nodesPerClient nodes behind one client of the file system: 1, or those of an I/O node
 * @param cpuFactor how many times longer a rank thinks here than where its trace was recorded
 * @param forwardMicros what an I/O node takes for each system call that it forwards, one at a time; 0 without I/O nodes
 * @param roundTripMicros from a client to a server and back
 * @param metadataServers how many serve metadata side by side
 * @param lookupMicros service time of a name that is found
 * @param absentMicros of a name that is not there
 * @param getattrMicros of attributes
 * @param openMicros of opening a file
 * @param directoryMicros of opening or reading a directory, or reading a link
 * @param readMicros service time of a read, whatever its length
 * @param dataMibPerSecond what all data servers send together
 * @param nameCacheSeconds how long a client believes names and attributes that it has found
 * @param absentCacheSeconds how long it believes that a name is not there
 * @param cachedOpens whether a client opens a file again without asking the server, within that time
 * @param linkMicros latency of a message between nodes
 * @param linkMibPerSecond of a link between nodes, or of the node store if that is slower
 * @param launchSeconds before the first rank starts and after the last has ended
 */
public record Parameters(int ranksPerNode, int coresPerNode, int sharedCores, int nodesPerClient, double cpuFactor, double forwardMicros,
        double roundTripMicros, int metadataServers, double lookupMicros, double absentMicros, double getattrMicros, double openMicros,
        double directoryMicros, double readMicros, double dataMibPerSecond, double nameCacheSeconds, double absentCacheSeconds, boolean cachedOpens,
        double linkMicros, double linkMibPerSecond, double launchSeconds) {
    /**
     * Checks the ranges.
     *
     * @return this
     */
    Parameters checked() {
        if (ranksPerNode < 1 || coresPerNode < 1 || nodesPerClient < 1 || metadataServers < 1 || sharedCores < 0) {
            throw new IllegalArgumentException("ranksPerNode, coresPerNode, nodesPerClient and metadataServers are at least 1");
        }
        for (double time : new double[] {cpuFactor, forwardMicros, roundTripMicros, lookupMicros, absentMicros, getattrMicros, openMicros, directoryMicros,
            readMicros, dataMibPerSecond, nameCacheSeconds, absentCacheSeconds, linkMicros, linkMibPerSecond, launchSeconds}) {
            if (!(time >= 0) || Double.isInfinite(time)) {
                throw new IllegalArgumentException("no parameter is negative");
            }
        }
        return this;
    }

    /**
     * Ranks that share one client of the file system, its caches and its I/O node.
     *
     * @return at least 1
     */
    public int ranksPerClient() {
        return Math.multiplyExact(ranksPerNode, nodesPerClient);
    }

    /** Service time of a request to a metadata server, nanoseconds. */
    long metadataNanos(Trace.Step step) {
        double micros = switch (step.operation()) {
            case LOOKUP -> step.isAbsent() ? absentMicros : lookupMicros;
            case GETATTR -> getattrMicros;
            case OPEN -> openMicros;
            case OPENDIR, READDIR, READLINK -> directoryMicros;
            default -> throw new IllegalArgumentException(step + " is no metadata operation");
        };
        return nanos(micros);
    }

    /** Service time of a read at the data servers, nanoseconds. */
    long readNanos(long bytes) {
        return nanos(readMicros) + (dataMibPerSecond == 0 ? 0 : Math.round(bytes / dataMibPerSecond / (1 << 20) * 1e9));
    }

    static long nanos(double micros) {
        return Math.round(micros * 1000);
    }
}
