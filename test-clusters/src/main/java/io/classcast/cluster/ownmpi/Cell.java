package io.classcast.cluster.ownmpi;

/**
 * A job that is run plainly and with Classcast.
 *
 * @param starter of the ranks
 * @param jdk their Java version
 * @param kind what they do
 */
record Cell(Starter starter, int jdk, Kind kind) {
    @Override
    public String toString() {
        return starter + " " + jdk + " " + kind;
    }
}
