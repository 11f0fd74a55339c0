package io.classcast.bench.model;

import io.classcast.bench.model.Trace.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A trace, ready to be replayed: with what each step asks for as a small number, the same in all traces of a job. */
final class Replay {
    final Step[] steps;
    /** By step; equal where the same is asked for. */
    final int[] keys;
    final double parallelism;

    private Replay(Trace trace, Map<List<Number>, Integer> numbers) {
        steps = trace.steps().toArray(new Step[0]);
        keys = new int[steps.length];
        for (int i = 0; i < steps.length; i++) {
            keys[i] = numbers.computeIfAbsent(List.of(steps[i].operation().ordinal(), steps[i].path(), steps[i].offset()), key -> numbers.size());
        }
        parallelism = trace.parallelism();
    }

    /** Makes the traces of a job comparable. */
    static final class Numbers {
        private final Map<List<Number>, Integer> numbers = new HashMap<>();

        Replay of(Trace trace) {
            return new Replay(trace, numbers);
        }

        int count() {
            return numbers.size();
        }
    }
}
