package io.classcast.job;

import java.util.ArrayList;
import java.util.List;

/**
 * Which ranks share a node. Nodes are numbered by their lowest rank, which leads them, so node 0 is rank 0's.
 *
 * @param node number of this rank's node
 * @param leader lowest rank of this rank's node
 * @param nodes number of nodes
 */
record Topology(int node, int leader, int nodes) {

    static Topology of(long[] nodeOfRank, int rank) {
        List<Long> nodes = new ArrayList<>();
        int[] leaders = new int[nodeOfRank.length];
        for (int r = 0; r < nodeOfRank.length; r++) {
            if (!nodes.contains(nodeOfRank[r])) {
                leaders[nodes.size()] = r;
                nodes.add(nodeOfRank[r]);
            }
        }
        int mine = nodes.indexOf(nodeOfRank[rank]);
        return new Topology(mine, leaders[mine], nodes.size());
    }
}
