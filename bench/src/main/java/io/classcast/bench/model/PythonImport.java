package io.classcast.bench.model;

import io.classcast.bench.model.Trace.Role;
import io.classcast.bench.model.Trace.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * The published case as traces: Python 2 imports C-extension modules. For each directory of its path that does not have a module it asks
 * for a package of that name, and then tries to open name.so, namemodule.so, name.py and name.pyc (find_module of Python/import.c).
 * With MPI_Import rank 0 alone does that, broadcasts the location, and every rank opens the file (MPI_Import.py: open, then load_module).
 *
 * @param modules how many are imported
 * @param directories of the path; the modules are in the last one
 * @param libraryBytes size of a module's library
 * @param importMicros what an import takes the interpreter, without system calls
 */
record PythonImport(int modules, int directories, int libraryBytes, int importMicros) {
    private static final int TRIES = 5;
    private static final int NO_ENTRY = -2;
    private static final int ELF_HEADER = 512;
    /** A pickled tuple of a path, a suffix, a mode and a type. */
    private static final int LOCATION_BYTES = 256;

    /** Every rank searches. */
    Trace plain() {
        return trace("plain", Role.EVERY, true, false);
    }

    /** Rank 0 with MPI_Import. */
    Trace root() {
        return trace("locations", Role.ROOT, true, true);
    }

    /** The other ranks with MPI_Import. */
    Trace others() {
        return trace("locations", Role.OTHERS, false, true);
    }

    private Trace trace(String scenario, Role role, boolean searches, boolean broadcasts) {
        List<Step> steps = new ArrayList<>();
        for (int module = 0; module < modules; module++) {
            int path = 1 + module * (directories * TRIES + 1);
            if (searches) {
                // In the last directory only the package is looked for in vain: name.so is there.
                int absent = (directories - 1) * TRIES + 1;
                for (int i = 1; i <= absent; i++) {
                    steps.add(new Step(0, false, Operation.LOOKUP, path + i, NO_ENTRY, 0));
                }
            }
            if (broadcasts) {
                steps.add(new Step(0, false, Operation.BROADCAST, 0, LOCATION_BYTES, 0));
            }
            // By the importer; load_dynamic asks whether it has that file already; by dlopen.
            steps.add(new Step(0, Operation.OPEN, path));
            steps.add(new Step(0, Operation.GETATTR, path));
            steps.add(new Step(0, Operation.OPEN, path));
            steps.add(new Step(0, false, Operation.READ, path, ELF_HEADER, 0));
            steps.add(new Step(0, Operation.GETATTR, path));
            steps.add(new Step(0, false, Operation.READ, path, libraryBytes, ELF_HEADER));
        }
        steps.add(new Step((long) modules * importMicros, false, Operation.END, 0, steps.size(), 0));
        return new Trace(scenario, "python-" + modules, role, "made from the rules of Python 2's import", (long) modules * importMicros, steps);
    }
}
