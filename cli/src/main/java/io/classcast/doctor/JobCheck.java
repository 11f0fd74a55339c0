package io.classcast.doctor;

import java.util.List;

/** Compares the ranks of a job in one subject, at rank 0. Pure. */
interface JobCheck {
    /**
     * Examines.
     *
     * @param one a rank
     * @param job all ranks
     * @return the findings that belong to that rank
     */
    List<Finding> examine(RankReport one, Job job);
}
