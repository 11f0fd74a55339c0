package io.classcast.bench.model;

import io.classcast.mpi.ChainBroadcast;

/** How long a broadcast takes: a binomial tree, MPI's own, for a short message, else our chain of node leaders, in pieces, several in flight. */
final class Broadcast {
    /** Classcast's content and index are longer, its headers and the locations of MPI_Import shorter. */
    private static final int SHORT = 4096;

    private final double latencySeconds;
    private final double bytesPerSecond;

    Broadcast(Parameters machine) {
        latencySeconds = machine.linkMicros() / 1e6;
        bytesPerSecond = machine.linkMibPerSecond() == 0 ? Double.POSITIVE_INFINITY : machine.linkMibPerSecond() * (1 << 20);
    }

    /** A broadcast and the barrier after it. */
    long nanos(long bytes, int nodes) {
        if (nodes < 2) {
            return 0;
        }
        double barrier = 2 * hops(nodes) * latencySeconds;
        return Math.round(((bytes <= SHORT ? tree(bytes, nodes) : chain(bytes, nodes)) + barrier) * 1e9);
    }

    /** Each node sends the whole message once to every child. */
    double tree(long bytes, int nodes) {
        return hops(nodes) * (latencySeconds + bytes / bytesPerSecond);
    }

    /** Each node passes on the pieces; the last has its first piece when it has come over all links. */
    double chain(long bytes, int nodes) {
        int piece = ChainBroadcast.pieceLength(bytes, nodes);
        long pieces = Math.max(1, (bytes + piece - 1) / piece);
        int links = nodes - 1;
        return (pieces + links - 1) * (Math.min(piece, bytes) / bytesPerSecond) + links * latencySeconds;
    }

    private static int hops(int nodes) {
        return 32 - Integer.numberOfLeadingZeros(nodes - 1);
    }
}
