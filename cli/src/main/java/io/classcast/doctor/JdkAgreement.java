package io.classcast.doctor;

import io.classcast.doctor.RankReport.Jdk;
import java.util.List;

/** All ranks run the same JDK: ranks with another Java version than rank 0 make all fall back to plain class loading. */
final class JdkAgreement implements JobCheck {
    private static final String SUBJECT = "jdk";

    @Override
    public List<Finding> examine(NodeReport node, Job job) {
        return node.jdks().stream().map(jdk -> compare(jdk, job.jdkOfRank0())).toList();
    }

    private static Finding compare(Jdk jdk, Jdk root) {
        if (jdk.equals(root)) {
            return Finding.ok(SUBJECT, jdk.text());
        }
        String text = jdk.text() + ", but rank 0 has " + root.text();
        return jdk.feature() == root.feature()
                ? Finding.warning(SUBJECT, text, "Start all ranks with one build of the JDK: a class archive of one is refused by another.")
                : Finding.error(SUBJECT, text, "Start all ranks with one JDK: else Classcast falls back to plain class loading.");
    }
}
