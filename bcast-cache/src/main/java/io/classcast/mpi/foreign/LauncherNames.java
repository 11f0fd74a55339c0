package io.classcast.mpi.foreign;

import io.classcast.Ancestor;
import java.util.Locale;

/**
 * Whether a program is one that starts ranks, by its name: numbers of descriptors and ports are inherited with a launcher's variables,
 * and stand for something else where they do not belong. MPICH ends a process that speaks to whom does not know PMI (4.0.2: exit code
 * 15), and waits where it gets no answer.
 */
final class LauncherNames {
    /**
     * Parts of names, in lower case: hydra_pmi_proxy, hydra_bstrap_proxy, pmi_proxy, mpiexec, mpispawn, slurmstepd, flux-shell, palsd,
     * apinit, smpd, prted, orted.
     */
    private static final String[] PARTS = {"hydra", "pmi", "mpi", "slurm", "flux", "pals", "apinit", "smpd", "prte", "orted"};

    private LauncherNames() {
    }

    /** Whether a name is a launcher's; an empty one, of a process that cannot be seen, may be. */
    static boolean fit(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (String part : PARTS) {
            if (lower.contains(part)) {
                return true;
            }
        }
        return lower.isEmpty();
    }

    /** The launcher above this process that has a socket open; null where there is none. */
    static Ancestor holderOf(String socket) {
        for (Ancestor at : Ancestor.all()) {
            if (fit(at.name()) && at.mayHold(socket)) {
                return at;
            }
        }
        return null;
    }
}
