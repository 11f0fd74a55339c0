package io.classcast.bench.model;

import io.classcast.bench.model.Trace.Role;
import io.classcast.bench.model.Trace.Step;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes traces of what sharedfs has recorded ({@code --trace}). Files have the same number in all traces that one object makes. One thread. */
final class TraceLog {
    /**
     * A rank, alone on its host.
     *
     * @param startMicros when its process was started
     * @param endMicros when it was gone
     * @param cpuMicros processor time of the rank and of its file system
     * @param broadcast null if it took part in none
     */
    record Rank(long startMicros, long endMicros, long cpuMicros, Window broadcast) {
    }

    /**
     * A broadcast.
     *
     * @param arrivedMicros when the rank was ready for it
     * @param throughMicros when it went on
     * @param bytes that were sent
     */
    record Window(long arrivedMicros, long throughMicros, long bytes) {
    }

    private record Logged(long start, long took, Operation operation, long result, long offset, String path) {
    }

    private final Map<String, Integer> paths = new HashMap<>();

    /**
     * Makes a trace.
     *
     * @param lines of the rank's host
     * @param rank whose they are; the clock is that of the lines
     */
    Trace trace(String scenario, String workload, Role role, String recorded, List<String> lines, Rank rank) throws IOException {
        List<Logged> operations = new ArrayList<>();
        for (String line : lines) {
            operations.add(parse(line));
        }
        operations.sort(Comparator.comparingLong(Logged::start));
        List<Step> steps = new ArrayList<>();
        long answered = rank.startMicros();
        long sent = answered;
        boolean awaited = rank.broadcast() != null;
        for (Logged operation : operations) {
            if (awaited && operation.start() >= rank.broadcast().arrivedMicros()) {
                steps.add(broadcast(rank.broadcast(), answered));
                answered = rank.broadcast().throughMicros();
                awaited = false;
            }
            Operation last = steps.isEmpty() ? Operation.BROADCAST : steps.get(steps.size() - 1).operation();
            boolean together = operation.start() < answered && last != Operation.BROADCAST;
            long before = Math.max(0, operation.start() - (together ? sent : answered));
            int path = paths.computeIfAbsent(operation.path(), name -> paths.size());
            steps.add(new Step(before, together, operation.operation(), path, operation.result(), operation.offset()));
            sent = operation.start();
            answered = Math.max(answered, operation.start() + operation.took());
        }
        if (awaited) {
            steps.add(broadcast(rank.broadcast(), answered));
            answered = rank.broadcast().throughMicros();
        }
        steps.add(new Step(Math.max(0, rank.endMicros() - answered), false, Operation.END, 0, steps.size(), 0));
        return new Trace(scenario, workload, role, recorded, rank.cpuMicros(), steps);
    }

    private static Step broadcast(Window window, long answered) {
        return new Step(Math.max(0, window.arrivedMicros() - answered), false, Operation.BROADCAST, 0, window.bytes(), 0);
    }

    private static Logged parse(String line) throws IOException {
        String[] words = line.split(" ", 7);
        try {
            Operation operation = Operation.of(words[3]).orElseThrow(() -> new NumberFormatException("unknown operation"));
            return new Logged(Long.parseLong(words[0]), Long.parseLong(words[1]), operation, Long.parseLong(words[4]), Long.parseLong(words[5]), words[6]);
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new IOException("\"" + line + "\" is no line of sharedfs --trace: " + e.getMessage(), e);
        }
    }
}
