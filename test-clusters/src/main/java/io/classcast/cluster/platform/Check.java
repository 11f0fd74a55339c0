package io.classcast.cluster.platform;

import java.io.IOException;

/** What is tried on a platform: a column of a table. */
interface Check {
    /** In the table's head, and in the log. */
    String name();

    /** Tries it once. */
    Finding on(Hosts hosts) throws IOException;
}
