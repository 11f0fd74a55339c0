package io.classcast.doctor;

import java.util.List;

/** Compares the nodes of a job in one subject, at rank 0. Pure. */
interface JobCheck {
    /**
     * Examines.
     *
     * @param node one of them
     * @param job all of them
     * @return the findings that belong to that node
     */
    List<Finding> examine(NodeReport node, Job job);
}
