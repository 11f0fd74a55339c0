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
    private static final List<FaultEngine> TURNS = List.of(FaultEngine.NONE, FaultEngine.MPICH, FaultEngine.OPENMPI, FaultEngine.NONE,
            FaultEngine.MPJ, FaultEngine.MPICH, FaultEngine.NONE);

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
     * One cell for each fault, spread over engines, JDKs and modes; the quick engines come more often.
     *
     * @param faults the rows
     * @return as many cells
     */
    public static List<FaultCell> slice(List<Fault> faults) {
        List<FaultCell> cells = new ArrayList<>();
        int turn = 0;
        for (Fault fault : faults) {
            if (!fault.isLarge()) {
                List<FaultCell> all = List.of();
                while (all.isEmpty()) {
                    FaultEngine engine = TURNS.get(turn++ % TURNS.size());
                    // MPJ's starter waits for a rank that was killed until the harness ends it.
                    all = engine == FaultEngine.MPJ && fault.callsNoMpi() ? all : of(List.of(fault), List.of(engine), List.of(17, 25));
                }
                cells.add(all.get(turn * 7 % all.size()));
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
