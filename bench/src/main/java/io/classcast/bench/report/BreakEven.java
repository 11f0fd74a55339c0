package io.classcast.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** From how many ranks on a scenario is faster than plain, within what was measured: between two measured numbers of ranks medians count as linear. */
final class BreakEven {
    private BreakEven() {
    }

    /**
     * Compares medians.
     *
     * @param plain ranks to median of plain
     * @param scenario ranks to median of the scenario, in the same unit
     * @return the answer in words
     */
    static String of(Map<Integer, Double> plain, Map<Integer, Double> scenario) {
        TreeMap<Integer, Double> lost = new TreeMap<>(scenario);
        lost.keySet().retainAll(plain.keySet());
        lost.replaceAll((ranks, millis) -> millis - plain.get(ranks));
        if (lost.isEmpty()) {
            return "nothing to compare";
        }
        List<Integer> faster = lost.keySet().stream().filter(ranks -> lost.get(ranks) < 0).toList();
        List<Integer> slower = new ArrayList<>(lost.keySet());
        slower.removeAll(faster);
        if (slower.isEmpty()) {
            return lost.size() == 1 ? "faster at the only measured count, " + lost.firstKey() : "faster at every measured count";
        }
        if (faster.isEmpty()) {
            return "never within what was measured";
        }
        if (lost.lastEntry().getValue() >= 0) {
            return "not at " + lost.lastKey() + " ranks; faster at " + list(faster) + " only";
        }
        int below = slower.get(slower.size() - 1);
        int above = lost.higherKey(below);
        double at = below + (above - below) * lost.get(below) / (lost.get(below) - lost.get(above));
        String from = String.format(Locale.ROOT, "from about %.0f ranks on (interpolated between %d and %d)", Math.ceil(at), below, above);
        return faster.get(0) < below ? from + "; also at " + list(faster.stream().filter(ranks -> ranks < below).toList()) : from;
    }

    private static String list(List<Integer> counts) {
        return counts.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
