package io.classcast.cluster.ownmpi;

import io.classcast.cluster.Engine;
import java.util.Locale;

/** What starts the ranks, and which MPI they call. */
public enum Starter {
    /** mpirun of Open MPI. */
    OPENMPI(Engine.OPENMPI, Library.OPENMPI),
    /** hydra, with MPICH. */
    MPICH(Engine.MPICH, Library.MPICH),
    /** {@code srun --mpi=pmix}, with Open MPI. */
    SLURM_OPENMPI(Engine.SLURM, Library.OPENMPI),
    /** {@code srun --mpi=pmi2}, with MPICH. */
    SLURM_MPICH(Engine.SLURM_PMI2, Library.MPICH);

    /** An MPI library. */
    enum Library {
        /** Open MPI 4. */
        OPENMPI("libmpi.so.40", "-lmpi_mpifh"),
        /** MPICH 4, as Debian calls it. */
        MPICH("libmpich.so.12", "-lmpichfort");

        /** As dlopen(3) finds it. */
        final String file;
        /** What links the functions by their Fortran names. */
        final String fortran;

        Library(String file, String fortran) {
            this.file = file;
            this.fortran = fortran;
        }

        /** Its compiler. */
        String compiler() {
            return "mpicc." + this;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    final Engine engine;
    final Library library;

    Starter(Engine engine, Library library) {
        this.engine = engine;
        this.library = library;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
