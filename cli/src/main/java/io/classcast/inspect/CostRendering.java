package io.classcast.inspect;

import io.classcast.console.Printable;
import io.classcast.console.Quantity;
import io.classcast.inspect.SearchCost.Estimate;
import io.classcast.inspect.SearchCost.FileSystem;
import java.io.PrintWriter;
import java.util.Locale;

/** What searching a class path costs, in words that say what is counted, what was measured and what is estimated. */
final class CostRendering {
    private CostRendering() {
    }

    static void print(SearchCost cost, PrintWriter out) {
        out.println();
        out.printf(Locale.ROOT, "without Classcast, to load every class once, one rank makes %s (ENOENT) and %s;"
                + "%nfor each name that no entry holds, %s more%n", Quantity.of(cost.failedLookups(), "failed lookup"),
                Quantity.of(cost.opens(), "open"), Quantity.of(cost.perAbsentName(), "failed lookup"));
        out.printf(Locale.ROOT, "  %-14s %-7s %8s %15s %9s %11s %11s  %s%n", "type", "kind", "entries", "failed lookups", "opens",
                "one lookup", "one open", "mounted at");
        for (FileSystem one : cost.fileSystems()) {
            out.printf(Locale.ROOT, "  %-14s %-7s %8d %15s %9s %11s %11s  %s%n", Printable.of(one.type()), one.kind(), one.entries(),
                    Quantity.count(one.failedLookups()), Quantity.count(one.opens()), time(one.absentSeconds()),
                    time(one.openSeconds()), Printable.of(one.mountPoint()));
        }
        Estimate estimate = cost.estimate();
        out.printf(Locale.ROOT, "measured here and now (medians), that is at least %s for one rank; reading comes on top%n",
                Quantity.time(cost.seconds()));
        out.printf(Locale.ROOT, "estimated for %s: %s, %s; %s where the servers answer all ranks at once,"
                + "%n%s where they answer one after another%n", Quantity.of(estimate.ranks(), "rank"),
                Quantity.of(estimate.failedLookups(), "failed lookup"), Quantity.of(estimate.opens(), "open"),
                Quantity.time(estimate.secondsAtLeast()),
                Quantity.time(estimate.secondsAtMost()));
    }

    private static String time(Double seconds) {
        return seconds == null ? "-" : Quantity.time(seconds);
    }
}
