package io.classcast.cluster.compat;

import java.util.ArrayList;
import java.util.List;

/**
 * One way to run a program with Classcast: a column of the table.
 *
 * @param jdk Java version
 * @param loader who defines the classes
 * @param door how Classcast is put on
 */
public record Cell(int jdk, Door.Loader loader, Door door) {
    /**
     * All cells on some JDKs.
     *
     * @param jdks Java versions
     * @return in the order of the table
     */
    static List<Cell> on(List<Integer> jdks) {
        List<Cell> cells = new ArrayList<>();
        for (int jdk : jdks) {
            for (Door door : Door.values()) {
                for (Door.Loader loader : Door.Loader.values()) {
                    cells.add(new Cell(jdk, loader, door));
                }
            }
        }
        return cells;
    }

    @Override
    public String toString() {
        return "JDK " + jdk + ", " + door + ", " + loader;
    }
}
