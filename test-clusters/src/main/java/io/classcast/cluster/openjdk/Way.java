package io.classcast.cluster.openjdk;

import java.util.List;
import java.util.Locale;

/** How the tests' JVMs are started: a column of the table. */
public enum Way {
    /** As they are. */
    PLAIN,
    /** With an agent that does nothing. */
    EMPTY_AGENT,
    /** With Classcast's agent; the JDK's application class loader defines the classes. */
    APP,
    /** With Classcast's agent and its own class loader. */
    BROADCAST,
    /** Under {@code bcastjar run}, which tests that start {@code java} themselves then do, too. */
    RUN;

    /** Those that others are compared with. */
    static final List<Way> BASE = List.of(PLAIN, EMPTY_AGENT);
    /** Classcast's. */
    static final List<Way> SERVED = List.of(APP, BROADCAST, RUN);

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
