package io.classcast.bench.model;

/** Equal ranks one behind the other: the same trace, and the first and the last one's time. */
final class Train {
    final Clients clients;
    /** Ranks of each of the clients. */
    final int perClient;
    final Replay replay;
    /** The step that comes next. */
    int at;
    /** The first rank's time, nanoseconds. */
    long head;
    /** The last rank's. */
    long tail;
    /** When the first rank is connected with the others, nanoseconds; and the last one. */
    long headConnected;
    long tailConnected;

    Train(Clients clients, int perClient, Replay replay) {
        this.clients = clients;
        this.perClient = perClient;
        this.replay = replay;
    }

    long ranks() {
        return (long) perClient * clients.number;
    }

    Trace.Step step() {
        return replay.steps[at];
    }

    /** Whether the next step was sent before the answer to the one before. */
    boolean continues() {
        return replay.steps[at].together();
    }
}
