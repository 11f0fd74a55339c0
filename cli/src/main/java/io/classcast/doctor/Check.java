package io.classcast.doctor;

import java.util.List;

/** Looks at one subject on one rank. Pure: the same surroundings give the same findings. */
interface Check {
    /**
     * Examines.
     *
     * @param here what this rank sees
     * @return at least one finding where there is anything to look at
     */
    List<Finding> examine(Surroundings here);
}
