package io.classcast.doctor;

import io.classcast.doctor.Finding.Unit;
import java.util.List;

/** The nodes' clocks agree. */
final class ClockAgreement implements JobCheck {
    private static final String SUBJECT = "clock";
    private static final double LARGEST = 1;

    @Override
    public List<Finding> examine(NodeReport node, Job job) {
        if (job.nodes().size() == 1) {
            return List.of();
        }
        // Delays after the collective only add to a difference: the smallest round is the nearest to the truth.
        double seconds = Double.MAX_VALUE;
        for (int round = 0; round < node.clocks().size(); round++) {
            seconds = Math.min(seconds, Math.abs(node.clocks().get(round) - job.root().clocks().get(round)) / 1e3);
        }
        return List.of((seconds > LARGEST
                ? Finding.warning(SUBJECT, "the clock differs from that of rank 0 by {}", "Set the clocks of the nodes (chrony, ntp).")
                : Finding.ok(SUBJECT, "the clock differs from that of rank 0 by {}")).with(seconds, Unit.SECONDS));
    }
}
