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
     * A time in which the rank depended on others.
     *
     * @param operation a broadcast, during which it asks for nothing, or CONNECT, beside which rank 0 reads the class path
     * @param beganMicros when the rank was ready for it
     * @param throughMicros when it went on
     * @param value bytes that were sent; else 0
     */
    record Pause(Operation operation, long beganMicros, long throughMicros, long value) {
    }

    /** A step that is no operation of the file system: where it stands, and when the rank went on. */
    private record Mark(Operation operation, long fromMicros, long throughMicros, long value) {
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
        Deque<Mark> marks = marks(rank.pauses());
        for (Logged operation : operations) {
            while (!marks.isEmpty() && operation.start() >= marks.peek().fromMicros()) {
                answered = mark(marks.remove(), answered, steps);
            }
            boolean afterPause = steps.isEmpty() || steps.get(steps.size() - 1).operation().compareTo(Operation.READ) > 0;
            boolean together = operation.start() < answered && !afterPause;
            long before = Math.max(0, operation.start() - (together ? sent : answered));
            int path = paths.computeIfAbsent(operation.path(), name -> paths.size());
            steps.add(new Step(before, together, operation.operation(), path, operation.result(), operation.offset()));
            sent = operation.start();
            answered = Math.max(answered, operation.start() + operation.took());
        }
        for (Mark mark : marks) {
            answered = mark(mark, answered, steps);
        }
        steps.add(new Step(Math.max(0, rank.endMicros() - answered), false, Operation.END, 0, steps.size(), 0));
        return new Trace(scenario, workload, role, recorded, rank.cpuMicros(), steps);
    }

    /** Connecting is two steps, between which the rank goes on; a broadcast is one. */
    private static Deque<Mark> marks(List<Pause> pauses) {
        Deque<Mark> marks = new ArrayDeque<>();
        for (Pause pause : pauses) {
            if (pause.operation() == Operation.CONNECT) {
                marks.add(new Mark(Operation.CONNECT, pause.beganMicros(), pause.beganMicros(), pause.throughMicros() - pause.beganMicros()));
                marks.add(new Mark(Operation.CONNECTED, pause.throughMicros(), pause.throughMicros(), 0));
            } else {
                marks.add(new Mark(pause.operation(), pause.beganMicros(), pause.throughMicros(), pause.value()));
            }
        }
        return marks;
    }

    private static long mark(Mark mark, long answered, List<Step> steps) {
        // The time until others were connected is no thought.
        long thought = mark.operation() == Operation.CONNECTED ? 0 : Math.max(0, mark.fromMicros() - answered);
        steps.add(new Step(thought, false, mark.operation(), 0, mark.value(), 0));
        return Math.max(answered, mark.throughMicros());
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
