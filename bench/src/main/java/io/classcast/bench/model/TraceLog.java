package io.classcast.bench.model;

import io.classcast.bench.model.Trace.Role;
import io.classcast.bench.model.Trace.Step;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
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
     * @param pauses when it depended on others, in order
     */
    record Rank(long startMicros, long endMicros, long cpuMicros, List<Pause> pauses) {
    }

    /**
     * A broadcast or a wait.
     *
     * @param operation which of them
     * @param beganMicros when the rank was ready for it
     * @param throughMicros when it went on
     * @param value bytes that were sent, or how long it was
     */
    record Pause(Operation operation, long beganMicros, long throughMicros, long value) {
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
        Deque<Pause> pauses = new ArrayDeque<>(rank.pauses());
        for (Logged operation : operations) {
            while (!pauses.isEmpty() && operation.start() >= pauses.peek().beganMicros()) {
                answered = pause(pauses.remove(), answered, steps);
            }
            boolean afterPause = steps.isEmpty() || steps.get(steps.size() - 1).operation().compareTo(Operation.READ) > 0;
            boolean together = operation.start() < answered && !afterPause;
            long before = Math.max(0, operation.start() - (together ? sent : answered));
            int path = paths.computeIfAbsent(operation.path(), name -> paths.size());
            steps.add(new Step(before, together, operation.operation(), path, operation.result(), operation.offset()));
            sent = operation.start();
            answered = Math.max(answered, operation.start() + operation.took());
        }
        for (Pause pause : pauses) {
            answered = pause(pause, answered, steps);
        }
        steps.add(new Step(Math.max(0, rank.endMicros() - answered), false, Operation.END, 0, steps.size(), 0));
        return new Trace(scenario, workload, role, recorded, rank.cpuMicros(), steps);
    }

    private static long pause(Pause pause, long answered, List<Step> steps) {
        steps.add(new Step(Math.max(0, pause.beganMicros() - answered), false, pause.operation(), 0, pause.value(), 0));
        return pause.throughMicros();
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
