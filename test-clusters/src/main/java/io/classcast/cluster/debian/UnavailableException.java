package io.classcast.cluster.debian;

import java.util.List;

/** The packages of a root cannot be had today: a suite moves, or the mirror does not have it any more. */
public final class UnavailableException extends Exception {
    private static final long serialVersionUID = 1;

    UnavailableException(DebianRoot root, List<String> reasons) {
        super("the root " + root.name() + " cannot be made of " + String.join(", ", root.packages()) + " (" + String.join("; ", reasons) + ")");
    }
}
