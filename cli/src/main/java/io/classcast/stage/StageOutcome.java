package io.classcast.stage;

import java.util.ArrayList;
import java.util.List;

/**
 * What came of a stage.
 *
 * @param nodes all of them, rank 0's first
 * @param unread what is wrong with the sources, and so missing on all nodes; empty where nothing is
 * @param sums of what was sent
 * @param nanos from the look at the directories to the last node's last byte
 */
public record StageOutcome(List<Node> nodes, String unread, Sums sums, long nanos) {
    /**
     * One node.
     *
     * @param host its name
     * @param problem what is wrong there; empty where it is complete
     */
    public record Node(String host, String problem) {
    }

    /**
     * What was sent.
     *
     * @param files that were sent
     * @param kept files that all nodes had
     * @param bytes before compression
     * @param sent bytes over each link
     */
    public record Sums(int files, int kept, long bytes, long sent) {
        static final Sums NONE = new Sums(0, 0, 0, 0);
    }

    static StageOutcome of(List<String> nodes, String unread, Sums sums, long nanos) {
        List<Node> all = new ArrayList<>();
        for (String node : nodes) {
            int tab = node.indexOf('\t');
            all.add(new Node(node.substring(0, tab), node.substring(tab + 1)));
        }
        return new StageOutcome(all, unread, sums, nanos);
    }

    /**
     * Whether every node has all of it.
     *
     * @return false where something is missing on one
     */
    public boolean isComplete() {
        return unread.isEmpty() && nodes.stream().allMatch(node -> node.problem().isEmpty());
    }
}
