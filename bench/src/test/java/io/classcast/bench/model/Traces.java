package io.classcast.bench.model;

import io.classcast.bench.model.Trace.Role;
import io.classcast.bench.model.Trace.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Traces and machines for tests. */
final class Traces {
    private Traces() {
    }

    static Trace of(Role role, List<Step> steps) {
        List<Step> all = new ArrayList<>(steps);
        all.add(new Step(0, false, Operation.END, 0, steps.size(), 0));
        long think = all.stream().filter(step -> !step.together()).mapToLong(Step::thinkMicros).sum();
        return new Trace("plain", "test", role, "test", think, all);
    }

    /** Lookups of names that are not there. */
    static Trace absent(int number, long thinkMicros) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            steps.add(new Step(thinkMicros, false, Operation.LOOKUP, i, -2, 0));
        }
        return of(Role.EVERY, steps);
    }

    /** What class loading looks like: names, attributes, opens, reads, in a random but repeatable order; broadcasts in between. */
    static Trace mixed(Role role, int number, int broadcasts) {
        return mixed(role, number, broadcasts, true);
    }

    static Trace mixed(Role role, int number, int broadcasts, boolean together) {
        Random random = new Random(11);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            int path = random.nextInt(number / 4);
            long think = random.nextInt(400);
            switch (random.nextInt(5)) {
                case 0 -> steps.add(new Step(think, false, Operation.LOOKUP, path, -2, 0));
                case 1 -> steps.add(new Step(think, Operation.LOOKUP, path));
                case 2 -> steps.add(new Step(think, Operation.GETATTR, path));
                case 3 -> steps.add(new Step(think, Operation.OPEN, path));
                default -> {
                    steps.add(new Step(think, false, Operation.READ, path, 4096, 0));
                    if (together) {
                        steps.add(new Step(5, true, Operation.READ, path, 65536, 4096));
                    }
                }
            }
            if (broadcasts > 0 && i % (number / broadcasts) == number / broadcasts / 2) {
                steps.add(new Step(think, false, Operation.BROADCAST, 0, 5 << 20, 0));
            }
        }
        return of(role, steps);
    }

    /** A machine: ranks and cores of a node, nodes behind a client, whether names are cached. */
    static Parameters machine(int ranks, int cores, int nodesPerClient, double forward, double names, double absent) {
        return new Parameters(ranks, cores, 0, nodesPerClient, 1, forward, 500, 1, 100, 80, 60, 150, 200, 20, 1000, names, absent, false, 2, 1000, 0);
    }
}
