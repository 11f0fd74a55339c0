package io.classcast.cluster.platform;

import java.util.Locale;

/** How Classcast is put on a job. */
enum Way {
    /** {@code -javaagent:} among the JVM's options. */
    AGENT(1),
    /** {@code bcastjar run}. */
    RUN(1),
    /** {@code bcastjar run --archive auto}: the first job makes an archive, the second one brings it to the other host, the third uses it everywhere. */
    ARCHIVE(3);

    /** Jobs in a row. */
    final int jobs;

    Way(int jobs) {
        this.jobs = jobs;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
