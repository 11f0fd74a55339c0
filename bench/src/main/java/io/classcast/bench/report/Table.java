package io.classcast.bench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table of text: the first column to the left, all others to the right. */
public final class Table {
    private final List<String[]> rows = new ArrayList<>();

    /**
     * A table.
     *
     * @param headings one per column
     */
    public Table(String... headings) {
        rows.add(headings.clone());
    }

    /**
     * Adds a row.
     *
     * @param cells one per column
     * @return this
     */
    public Table row(String... cells) {
        if (cells.length != rows.get(0).length) {
            throw new IllegalArgumentException(cells.length + " cells in a table of " + rows.get(0).length + " columns");
        }
        rows.add(cells.clone());
        return this;
    }

    @Override
    public String toString() {
        int[] widths = new int[rows.get(0).length];
        for (String[] row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (int r = 0; r < rows.size(); r++) {
            for (int i = 0; i < widths.length; i++) {
                String padding = " ".repeat(widths[i] - rows.get(r)[i].length());
                text.append(i == 0 ? "" : "  ").append(i == 0 ? rows.get(r)[i] + padding : padding + rows.get(r)[i]);
            }
            text.append('\n');
            if (r == 0) {
                text.append("-".repeat(Arrays.stream(widths).sum() + 2 * (widths.length - 1))).append('\n');
            }
        }
        return text.toString();
    }
}
