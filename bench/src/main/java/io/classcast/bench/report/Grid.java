package io.classcast.bench.report;

import java.util.List;

/**
 * A table of a report, before it is HTML or Markdown.
 *
 * @param caption what it shows
 * @param head heading of the first column
 * @param columns of figures
 * @param rows each with a cell per column, or with none and a note
 */
record Grid(String caption, String head, List<Column> columns, List<Row> rows) {
    /**
     * A column.
     *
     * @param group heading over neighbours that belong together; empty for none
     * @param name heading
     */
    record Column(String group, String name) {
        /** Both headings on one line. */
        String full() {
            return group.isEmpty() ? name : group + ": " + name;
        }
    }

    /**
     * A row.
     *
     * @param head first cell
     * @param slower whether it lost against plain
     * @param cells figures; empty where there are none
     * @param note what is to be said about it; empty for nothing
     */
    record Row(String head, boolean slower, List<String> cells, String note) {
    }
}
