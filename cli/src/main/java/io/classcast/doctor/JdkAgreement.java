package io.classcast.doctor;

import java.util.List;

/** All ranks run the same JDK: ranks with another Java version than rank 0 make all fall back to plain class loading. */
final class JdkAgreement implements JobCheck {
    private static final String SUBJECT = "jdk";

    @Override
    public List<Finding> examine(RankReport one, Job job) {
        RankReport root = job.root();
        if (one.jdk().equals(root.jdk())) {
            return List.of(Finding.ok(SUBJECT, one.jdk()));
        }
        String text = one.jdk() + ", but rank 0 has " + root.jdk();
        return List.of(one.java() == root.java()
                ? Finding.warning(SUBJECT, text, "Start all ranks with one build of the JDK: a class archive of one is refused by another.")
                : Finding.error(SUBJECT, text, "Start all ranks with one JDK: else Classcast falls back to plain class loading."));
    }
}
