package io.classcast.doctor;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The reports of all ranks.
 *
 * @param ranks by rank
 * @param ranksOn number of ranks by host
 */
record Job(List<RankReport> ranks, Map<String, Integer> ranksOn) {

    static Job of(List<RankReport> ranks) {
        Map<String, Integer> ranksOn = new TreeMap<>();
        ranks.forEach(rank -> ranksOn.merge(rank.host(), 1, Integer::sum));
        return new Job(ranks, ranksOn);
    }

    RankReport root() {
        return ranks.get(0);
    }
}
