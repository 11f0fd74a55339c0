package io.classcast.bench.model;

import io.classcast.bench.model.Trace.Step;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The model once more, as plainly as can be, to compare with: it looks for the rank that is first to do something, over and over. No
 * trains, no queue of events, no sharing of cores, one server, one node behind a client, no operations that go together.
 */
final class PlainSimulation {
    private final Parameters machine;
    private final Trace root;
    private final Trace others;

    PlainSimulation(Parameters machine, Trace root, Trace others) {
        this.machine = machine;
        this.root = root;
        this.others = others;
    }

    double seconds(int ranks) {
        double[] time = new double[ranks];
        int[] at = new int[ranks];
        boolean[] waiting = new boolean[ranks];
        Map<String, Double> answered = new HashMap<>();
        double metadataFree = 0;
        double dataFree = 0;
        double end = 0;
        for (int rank = 0; rank < ranks; rank++) {
            time[rank] = trace(rank).steps().get(0).thinkMicros();
        }
        int left = ranks;
        while (left > 0) {
            int next = -1;
            for (int rank = 0; rank < ranks; rank++) {
                if (!waiting[rank] && at[rank] >= 0 && (next < 0 || time[rank] < time[next])) {
                    next = rank;
                }
            }
            if (next < 0) {
                double all = Arrays.stream(time).max().orElseThrow();
                long bytes = trace(0).steps().get(at[0]).value();
                double through = all + new Broadcast(machine).nanos(bytes, (ranks + machine.ranksPerNode() - 1) / machine.ranksPerNode()) / 1e3;
                for (int rank = 0; rank < ranks; rank++) {
                    waiting[rank] = false;
                    at[rank]++;
                    time[rank] = through + trace(rank).steps().get(at[rank]).thinkMicros();
                }
                continue;
            }
            Step step = trace(next).steps().get(at[next]);
            if (step.operation() == Operation.END) {
                end = Math.max(end, time[next]);
                at[next] = -1;
                left--;
                continue;
            }
            if (step.operation() == Operation.BROADCAST) {
                waiting[next] = true;
                continue;
            }
            double cached = step.operation() == Operation.READ ? 1e12 : step.operation() == Operation.OPEN ? 0
                    : 1e6 * (step.isAbsent() ? machine.absentCacheSeconds() : machine.nameCacheSeconds());
            String key = next / machine.ranksPerNode() + " " + step.operation() + " " + step.path() + " " + step.offset();
            Double known = answered.get(key);
            double now = time[next];
            double done;
            if (cached > 0 && known != null && now < known + cached) {
                done = Math.max(now, known);
            } else if (step.operation() == Operation.READ) {
                dataFree = Math.max(dataFree, now) + machine.readMicros() + step.value() / machine.dataMibPerSecond() / (1 << 20) * 1e6;
                done = dataFree + machine.roundTripMicros();
            } else {
                double service = step.operation() == Operation.OPEN ? machine.openMicros() : step.operation() == Operation.GETATTR ? machine.getattrMicros()
                        : step.isAbsent() ? machine.absentMicros() : machine.lookupMicros();
                metadataFree = Math.max(metadataFree, now) + service;
                done = metadataFree + machine.roundTripMicros();
            }
            if (cached > 0 && (known == null || now >= known + cached)) {
                answered.put(key, done);
            }
            at[next]++;
            time[next] = done + trace(next).steps().get(at[next]).thinkMicros();
        }
        return end / 1e6;
    }

    private Trace trace(int rank) {
        return rank == 0 ? root : others;
    }
}
