package io.classcast.bench.model;

import java.util.ArrayList;
import java.util.List;

/** Predicts the start of a job of any size from the traces of one rank. Immutable. */
public final class ScaleModel {
    /**
     * Trains of a large job. With more of them the result is nearer to that of trains of one rank, and takes longer; with these it is
     * within 2 % (a test).
     */
    private static final int TRAINS = 256;

    private final Parameters machine;
    private final Trace root;
    private final Trace others;

    /**
     * A job on a machine.
     *
     * @param machine where it starts
     * @param root what rank 0 does
     * @param others what each other rank does
     */
    public ScaleModel(Parameters machine, Trace root, Trace others) {
        root.check();
        others.check();
        if (root.broadcasts() != others.broadcasts()) {
            throw new IllegalArgumentException("rank 0 takes part in " + root.broadcasts() + " broadcasts, the other ranks in " + others.broadcasts());
        }
        this.machine = machine.checked();
        this.root = root;
        this.others = others;
    }

    /**
     * Predicts.
     *
     * @param ranks of the job
     * @return how long it takes to start, and what it asks for
     */
    public Point at(int ranks) {
        return at(ranks, TRAINS);
    }

    /**
     * Predicts, rank by rank, event by event.
     *
     * @param ranks of the job; time and memory grow with it
     * @return how long it takes to start, and what it asks for
     */
    public Point exactlyAt(int ranks) {
        return at(ranks, Integer.MAX_VALUE);
    }

    private Point at(int ranks, int trains) {
        if (ranks < 1) {
            throw new IllegalArgumentException("a job has at least one rank");
        }
        return new Simulation(machine, ranks, new Formation(ranks, trains).trains).run();
    }

    /** How ranks are put into trains. */
    private final class Formation {
        private final List<Train> trains = new ArrayList<>();
        private final Replay.Numbers numbers = new Replay.Numbers();
        private final Replay rootReplay = numbers.of(root);
        private final Replay othersReplay = numbers.of(others);
        private final Cores allCores;

        Formation(int ranks, int most) {
            allCores = machine.sharedCores() > 0 && ranks * parallelism() > machine.sharedCores() ? new Cores(machine.sharedCores()) : null;
            int each = Math.min(ranks, machine.ranksPerClient());
            int full = ranks / each - 1;
            int partial = ranks % each;
            int clients = 1 + full + (partial > 0 ? 1 : 0);
            // Ranks of a client are told apart as long as there are fewer clients than trains.
            int pieces = most == Integer.MAX_VALUE ? each : Math.max(1, Math.min(each, most / clients));
            Clients first = clients(1, each);
            trains.add(new Train(first, 1, rootReplay));
            split(first, each - 1, pieces);
            int groups = Math.min(full, most);
            for (int group = 0; group < groups; group++) {
                int number = share(full, groups, group);
                split(clients(number, each), each, pieces);
            }
            if (partial > 0) {
                split(clients(1, partial), partial, pieces);
            }
        }

        private double parallelism() {
            return Math.max(rootReplay.parallelism, othersReplay.parallelism);
        }

        private Clients clients(int number, int each) {
            Clients clients = new Clients(number, numbers.count());
            int nodes = (each + machine.ranksPerNode() - 1) / machine.ranksPerNode();
            double cores = (double) machine.coresPerNode() * nodes;
            if (machine.sharedCores() > 0) {
                clients.cores = allCores;
            } else if (each * parallelism() > cores) {
                clients.cores = new Cores(cores);
            }
            return clients;
        }

        private void split(Clients clients, int each, int pieces) {
            int parts = Math.min(each, pieces);
            for (int part = 0; part < parts; part++) {
                trains.add(new Train(clients, share(each, parts, part), othersReplay));
            }
        }

        private static int share(int whole, int parts, int part) {
            return (int) ((long) whole * (part + 1) / parts - (long) whole * part / parts);
        }
    }
}
