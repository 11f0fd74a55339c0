package io.classcast.doctor;

import io.classcast.console.Printable;
import io.classcast.console.Quantity;
import io.classcast.doctor.Diagnosis.Row;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** A diagnosis for people: the worst first, each with its nodes and what to do. */
final class TextRendering {
    private static final int NAMES = 8;

    private TextRendering() {
    }

    static void print(Diagnosis diagnosis, PrintWriter out) {
        out.printf(Locale.ROOT, "%s on %s%n", Quantity.of(diagnosis.ranks(), "rank"), diagnosis.nodes().size() == 1
                ? Printable.of(diagnosis.nodes().get(0)) : Quantity.of(diagnosis.nodes().size(), "node"));
        for (Row row : diagnosis.findings()) {
            out.printf(Locale.ROOT, "%-8s %-13s %s%s%n", row.level().word(), row.subject(), Printable.of(row.text()),
                    where(row.nodes(), diagnosis.nodes().size()));
            if (!row.advice().isEmpty()) {
                out.printf(Locale.ROOT, "%-8s %-13s -> %s%n", "", "", row.advice());
            }
        }
        out.flush();
    }

    private static String where(List<String> nodes, int all) {
        if (all == 1) {
            return "";
        }
        if (nodes.size() == all) {
            return " [all " + all + " nodes]";
        }
        String names = String.join(", ", nodes.subList(0, Math.min(NAMES, nodes.size())));
        String more = nodes.size() > NAMES ? " and " + (nodes.size() - NAMES) + " more" : "";
        return " [" + nodes.size() + " of " + all + " nodes: " + Printable.of(names) + more + "]";
    }
}
