package io.classcast.inspect;

import io.classcast.console.Printable;
import io.classcast.console.Quantity;
import io.classcast.inspect.Inspection.Entry;
import io.classcast.inspect.Inspection.Overlap;
import io.classcast.inspect.Inspection.Share;
import io.classcast.inspect.Inspection.SplitPackage;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** An inspection for people: tables of what is there, then what it costs. */
public final class TextRendering {
    private static final int PAIRS = 10;
    private static final int EXAMPLES = 3;
    private static final int PACKAGES = 10;

    private final Inspection found;
    private final PrintWriter out;
    private final boolean all;

    private TextRendering(Inspection found, PrintWriter out, boolean all) {
        this.found = found;
        this.out = out;
        this.all = all;
    }

    /**
     * Prints an inspection.
     *
     * @param found what is printed
     * @param out where to
     * @param all true: every duplicate and every split package; false: a few
     */
    public static void print(Inspection found, PrintWriter out, boolean all) {
        TextRendering text = new TextRendering(found, out, all);
        text.entries();
        text.duplicates();
        text.splitPackages();
        found.repeated().forEach(path -> text.line("named again, searched once: %s", Printable.of(path)));
        CostRendering.print(found.cost(), out);
        out.flush();
    }

    private void line(String format, Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
    }

    private void entries() {
        line("%4s  %-10s %10s %8s %8s  %s", "#", "kind", "size", "names", "classes", "entry");
        long bytes = 0;
        for (Entry entry : found.entries()) {
            bytes += entry.bytes();
            line("%4d  %-10s %10s %8d %8d  %s%s", entry.number(), entry.kind(), Quantity.bytes(entry.bytes()), entry.names(),
                    entry.classes(), Printable.of(entry.path()), remarks(entry));
        }
        line("%s %s, %s, %s, %s %s; Java %d", Quantity.count(found.entries().size()),
                found.entries().size() == 1 ? "entry" : "entries", Quantity.bytes(bytes), Quantity.of(found.names(), "name"),
                Quantity.count(found.classes()), found.classes() == 1 ? "class" : "classes", found.java());
    }

    private static String remarks(Entry entry) {
        List<String> remarks = new ArrayList<>();
        if (entry.multiRelease()) {
            remarks.add("multi-release");
        }
        if (entry.signed()) {
            remarks.add("signed");
        }
        if (entry.sealed().equals("all")) {
            remarks.add("sealed");
        } else if (entry.sealed().equals("some")) {
            remarks.add("some packages sealed");
        }
        if (entry.addedBy() != null) {
            remarks.add("added by the Class-Path of " + entry.addedBy());
        }
        return remarks.isEmpty() ? "" : " (" + String.join(", ", remarks) + ")";
    }

    private void duplicates() {
        List<Overlap> pairs = found.duplicates();
        if (pairs.isEmpty()) {
            return;
        }
        int classes = pairs.stream().mapToInt(pair -> pair.classes().size()).sum();
        out.println();
        line("classes that are there again, by pairs of entries: %s in %s", Quantity.count(classes),
                Quantity.of(pairs.size(), "pair"));
        for (Overlap pair : all ? pairs : pairs.subList(0, Math.min(PAIRS, pairs.size()))) {
            line("  %s: loaded from %s, not from %s%s", Quantity.count(pair.classes().size()), name(pair.wins()),
                    name(pair.hidden()), pair.differing() == 0 ? "" : "; " + Quantity.count(pair.differing()) + " of another size");
            List<String> shown = all ? pair.classes() : pair.classes().subList(0, Math.min(EXAMPLES, pair.classes().size()));
            shown.forEach(binaryName -> line("      %s", Printable.of(binaryName)));
            more(pair.classes().size() - shown.size(), "      ");
        }
        more(all ? 0 : pairs.size() - PAIRS, "  ");
    }

    private void splitPackages() {
        List<SplitPackage> split = found.splitPackages();
        if (split.isEmpty()) {
            return;
        }
        out.println();
        line("packages on several entries: %s", Quantity.count(split.size()));
        for (SplitPackage one : all ? split : split.subList(0, Math.min(PACKAGES, split.size()))) {
            line("  %s: %s", one.name().isEmpty() ? "(unnamed)" : Printable.of(one.name()), one.shares().stream()
                    .map(this::share).collect(Collectors.joining(", ")));
        }
        more(all ? 0 : split.size() - PACKAGES, "  ");
    }

    private String share(Share share) {
        return share.classes() + " in " + name(share.entry());
    }

    private void more(int left, String indent) {
        if (left > 0) {
            line("%sand %s more; --all shows them", indent, Quantity.count(left));
        }
    }

    /** Number and last element: enough to find the entry in the table. */
    private String name(int entry) {
        String path = found.entries().get(entry).path();
        return entry + " (" + Printable.of(path.substring(path.lastIndexOf('/') + 1)) + ")";
    }
}
