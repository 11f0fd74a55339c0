package io.classcast.bench.model;

import io.classcast.bench.model.Trace.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Discrete-event simulation of a job's start: every rank replays its trace against the clients' caches, the servers' queues and the
 * cores of its node. Ranks are simulated as trains of equal ranks; with trains of one rank, event by event, nothing is approximated.
 * The same input gives the same result. One use, one thread.
 */
final class Simulation {
    /** What happens to a train. */
    private enum Stage {
        /** It begins to think, where cores are short. */
        THINK,
        /** It has thought, and makes its next call. */
        ISSUE,
        /** Its call has come to the file system's client. */
        ARRIVE
    }

    private record Event(long time, long order, Stage stage, Train train, Cores cores, long version) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(time, other.time);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final Parameters machine;
    private final long roundTrip;
    private final long forward;
    private final List<Train> trains;
    private final int nodes;
    private final int ranks;
    private final Station metadata;
    private final Station data = new Station(1);
    private final Broadcast broadcast;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final List<Train> waiting = new ArrayList<>();
    private long order;
    private long requests;
    private long bytes;
    private long end;
    /** Of the last answer: the first rank's time, and the last one's. */
    private long first;
    private long last;

    Simulation(Parameters machine, int ranks, List<Train> trains) {
        this.machine = machine;
        this.ranks = ranks;
        this.trains = trains;
        roundTrip = Parameters.nanos(machine.roundTripMicros());
        forward = Parameters.nanos(machine.forwardMicros());
        nodes = (ranks + machine.ranksPerNode() - 1) / machine.ranksPerNode();
        metadata = new Station(machine.metadataServers());
        broadcast = new Broadcast(machine);
    }

    Point run() {
        trains.forEach(this::think);
        for (Event event = events.poll(); event != null; event = events.poll()) {
            if (event.cores != null) {
                endOfThought(event);
            } else {
                switch (event.stage) {
                    case THINK -> compete(event.train);
                    case ISSUE -> issue(event.train);
                    default -> arrive(event.train);
                }
            }
        }
        if (!waiting.isEmpty()) {
            throw new IllegalStateException("the traces of rank 0 and of the other ranks do not take part in the same broadcasts");
        }
        return new Point(ranks, end / 1e9 + machine.launchSeconds(), requests, bytes);
    }

    private void think(Train train) {
        long thought = thought(train);
        if (train.clients.cores != null && thought > 0) {
            add(train.head, Stage.THINK, train);
            return;
        }
        train.head += thought;
        train.tail += thought;
        // What a client surely knows needs no event: nobody else's business changes it.
        while (forward == 0 && isKnown(train)) {
            train.at++;
            thought = thought(train);
            if (train.clients.cores != null && thought > 0) {
                add(train.head, Stage.THINK, train);
                return;
            }
            train.head += thought;
            train.tail += thought;
        }
        add(train.head, Stage.ISSUE, train);
    }

    private long thought(Train train) {
        return Math.round(train.step().thinkMicros() * 1000 * machine.cpuFactor());
    }

    private boolean isKnown(Train train) {
        Step step = train.step();
        if (step.operation().compareTo(Operation.READ) > 0 || train.replay.steps[train.at + 1].together()) {
            return false;
        }
        long answered = train.clients.answered(train.replay.keys[train.at]);
        return answered != Clients.NEVER && answered <= train.head && train.head < answered + believed(step);
    }

    private void compete(Train train) {
        Cores cores = train.clients.cores;
        long thought = thought(train);
        // Ranks that follow each other at a distance do not all think at once.
        double atOnce = train.perClient * (double) thought / (thought + train.tail - train.head);
        double shared = machine.sharedCores() > 0 ? train.clients.number : 1;
        // Alone, a rank is as fast as it was where it was recorded.
        double each = Math.min(train.replay.parallelism, cores.number());
        cores.begin(train.head, train, thought, Math.max(1, atOnce) * shared * each);
        expectEnd(cores);
    }

    private void expectEnd(Cores cores) {
        long time = cores.nextEnd();
        if (time >= 0) {
            events.add(new Event(time, order++, null, null, cores, cores.version()));
        }
    }

    private void endOfThought(Event event) {
        if (event.version != event.cores.version()) {
            return;
        }
        Train train = event.cores.end(event.time);
        train.tail += event.time - train.head;
        train.head = event.time;
        expectEnd(event.cores);
        issue(train);
    }

    private void add(long time, Stage stage, Train train) {
        events.add(new Event(time, order++, stage, train, null, 0));
    }

    private void issue(Train train) {
        Operation operation = train.step().operation();
        if (operation == Operation.END) {
            end = Math.max(end, train.tail);
        } else if (operation == Operation.BROADCAST) {
            await(train);
        } else if (operation == Operation.CONNECT) {
            train.headConnected = train.head + train.step().value() * 1000;
            train.tailConnected = train.tail + train.step().value() * 1000;
            train.at++;
            think(train);
        } else if (operation == Operation.CONNECTED) {
            train.head = Math.max(train.head, train.headConnected);
            train.tail = Math.max(train.tail, train.tailConnected);
            train.at++;
            think(train);
        } else if (forward > 0 && isCall(train.step())) {
            train.clients.forwarder.visit(train.head, train.tail, train.perClient, forward);
            train.head = train.clients.forwarder.first();
            train.tail = train.clients.forwarder.last();
            add(train.head, Stage.ARRIVE, train);
        } else {
            arrive(train);
        }
    }

    /** A name that is found is one step on the way of a call to its file; the call itself is what follows. */
    private static boolean isCall(Step step) {
        return step.operation() != Operation.LOOKUP || step.isAbsent();
    }

    private void await(Train train) {
        waiting.add(train);
        if (waiting.size() < trains.size()) {
            return;
        }
        long sent = 0;
        long all = 0;
        for (Train one : waiting) {
            sent = Math.max(sent, one.step().value());
            all = Math.max(all, one.tail);
        }
        long through = all + broadcast.nanos(sent, nodes);
        List<Train> released = List.copyOf(waiting);
        waiting.clear();
        for (Train one : released) {
            one.head = through;
            one.tail = through;
            one.at++;
            think(one);
        }
    }

    /** The step, and those that were sent before it was answered. */
    private void arrive(Train train) {
        long head = train.head;
        long tail = train.tail;
        do {
            serve(train, head, tail);
            train.head = Math.max(train.head, first);
            train.tail = Math.max(train.tail, last);
            train.at++;
            long after = Math.round(train.step().thinkMicros() * 1000 * machine.cpuFactor());
            head += after;
            tail += after;
        } while (train.continues());
        think(train);
    }

    private void serve(Train train, long head, long tail) {
        Step step = train.step();
        int key = train.replay.keys[train.at];
        long believed = believed(step);
        if (believed == 0) {
            request(step, head, tail, train.ranks());
            return;
        }
        long answered = train.clients.answered(key);
        if (answered != Clients.NEVER && head < answered + believed) {
            // Those who come while somebody else is asking wait for the answer.
            first = Math.max(head, answered);
            last = Math.max(tail, answered);
            return;
        }
        request(step, head, train.clients.number == 1 ? head : tail, train.clients.number);
        last = Math.max(tail, last);
        train.clients.answer(key, first);
    }

    /** How long a client needs not ask again, nanoseconds. */
    private long believed(Step step) {
        double seconds = switch (step.operation()) {
            case LOOKUP -> step.isAbsent() ? machine.absentCacheSeconds() : machine.nameCacheSeconds();
            case GETATTR -> machine.nameCacheSeconds();
            case OPEN, OPENDIR, READDIR, READLINK -> machine.cachedOpens() ? machine.nameCacheSeconds() : 0;
            // Pages stay: no start-up is too large for the memory of a node.
            default -> 1e9;
        };
        return Math.round(Math.min(seconds, 1e9) * 1e9);
    }

    private void request(Step step, long head, long tail, long number) {
        Station station;
        if (step.operation() == Operation.READ) {
            station = data;
            station.visit(head, tail, number, machine.readNanos(step.value()));
            bytes += step.value() * number;
        } else {
            station = metadata;
            station.visit(head, tail, number, machine.metadataNanos(step));
            requests += number;
        }
        first = station.first() + roundTrip;
        last = station.last() + roundTrip;
    }
}
