package io.classcast.cluster.fault;

import java.util.ArrayList;
import java.util.List;

/**
 * One job under one fault.
 *
 * @param fault what breaks
 * @param engine that carries the broadcast
 * @param mode of the agent
 * @param jdk Java version
 */
public record FaultCell(Fault fault, FaultEngine engine, Mode mode, int jdk) {
    /**
     * All cells.
     *
     * @param faults the rows
     * @param engines which
     * @param jdks which; engines that do not work on one have no cell there
     * @return row by row
     */
    public static List<FaultCell> of(List<Fault> faults, List<FaultEngine> engines, List<Integer> jdks) {
        List<FaultCell> cells = new ArrayList<>();
        for (Fault fault : faults) {
            for (FaultEngine engine : engines) {
                for (int jdk : jdks) {
                    for (Mode mode : Mode.values()) {
                        FaultCell cell = new FaultCell(fault, engine, mode, jdk);
                        if (engine.jdks().contains(jdk) && cell.reasonAgainst() == null) {
                            cells.add(cell);
                        }
                    }
                }
            }
        }
        return cells;
    }

    /**
     * One cell for each fault, spread over engines, JDKs and modes.
     *
     * @param faults the rows
     * @return as many cells
     */
    public static List<FaultCell> slice(List<Fault> faults) {
        List<FaultCell> cells = new ArrayList<>();
        int turn = 0;
        for (Fault fault : faults) {
            if (!fault.isLarge()) {
                List<FaultCell> all = of(List.of(fault), List.of(FaultEngine.values()), List.of(17, 25));
                cells.add(all.get(turn * 7 % all.size()));
                turn++;
            }
        }
        return cells;
    }

    /** Null where the fault can be met in this cell. */
    String reasonAgainst() {
        return fault.reasonAgainst(engine, mode, jdk);
    }

    @Override
    public String toString() {
        return fault.name() + ", " + engine + ", " + mode + ", JDK " + jdk;
    }
}
