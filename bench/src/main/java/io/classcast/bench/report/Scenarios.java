package io.classcast.bench.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The scenarios in the order in which a report lists them. */
final class Scenarios {
    /** What all others are compared to. */
    static final String PLAIN = "plain";
    /** Everything on local disk: the floor. */
    static final String LOCAL = "local";
    /** Each has a row in every table, measured or not. */
    static final List<String> NAMES = List.of(PLAIN, "wildcard", "fat-jar", "appcds-shared", LOCAL, "local-appcds", "locations", "jars", "run", "run-profile",
            "run-archive", "staged-jars", "staged-jdk", "sbcast");

    private Scenarios() {
    }

    /** All that are known, then those that only a result file knows, in its order. */
    static List<String> with(Collection<String> found) {
        List<String> all = new ArrayList<>(NAMES);
        found.stream().filter(name -> !NAMES.contains(name)).distinct().forEach(all::add);
        return all;
    }
}
