package io.classcast.classpath;

import io.classcast.image.EntryKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was noticed of the entries, in their order: one line for all that are live for one reason. Used by one thread. */
final class ScanProblems {
    private final List<String> lines = new ArrayList<>();
    /** Places in {@link #lines}, by the reason. */
    private final Map<String, Integer> places = new HashMap<>();
    /** How many more there are of each line. */
    private final List<Integer> more = new ArrayList<>();

    void add(ScannedEntry scanned) {
        String problem = scanned.problem();
        if (scanned.entry().kind() == EntryKind.LIVE && !scanned.entry().path().isEmpty()) {
            String reason = problem.replace(scanned.entry().path(), "");
            Integer place = places.get(reason);
            if (place != null) {
                more.set(place, more.get(place) + 1);
                return;
            }
            places.put(reason, lines.size());
        }
        lines.add(problem);
        more.add(0);
    }

    /** One line each. */
    List<String> lines() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            int others = more.get(i);
            all.add(others == 0 ? lines.get(i)
                    : lines.get(i) + " (and " + others + (others == 1 ? " more entry, for the same reason)" : " more entries, for the same reason)"));
        }
        return all;
    }
}
