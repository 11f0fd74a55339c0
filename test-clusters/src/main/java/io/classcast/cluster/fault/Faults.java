package io.classcast.cluster.fault;

import java.util.ArrayList;
import java.util.List;

/** All faults: the rows of the matrix. */
public final class Faults {
    private Faults() {
    }

    /**
     * Every fault.
     *
     * @return in the order of the table
     */
    public static List<Fault> all() {
        List<Fault> all = new ArrayList<>(RankFaults.all());
        all.addAll(LauncherFaults.all());
        all.addAll(StoreFaults.all());
        all.addAll(FileFaults.all());
        all.addAll(JvmFaults.all());
        all.addAll(ChangeFaults.all());
        return all;
    }

    /**
     * A fault by its name.
     *
     * @param name of one of them
     * @return the fault
     */
    public static Fault named(String name) {
        return all().stream().filter(f -> f.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no fault is named " + name + "; see --list"));
    }
}
