package io.classcast.mpi.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class MpiFamilyTest {
    @Test
    void whatExportsOpenMpisObjectsIsOpenMpi() {
        assertThat(MpiFamily.of(exporting("ompi_mpi_comm_world"), "libmpi.so.40")).isEqualTo(MpiFamily.OPEN_MPI);
    }

    @Test
    void openMpisLibraryOfTheStandardAbiIsNotOpenMpi() {
        assertThat(MpiFamily.of(exporting("ompi_mpi_comm_world"), "/usr/lib/x86_64-linux-gnu/libmpi_abi_openmpi.so.1"))
                .isEqualTo(MpiFamily.MPI_ABI);
        assertThat(MpiFamily.of(exporting("ompi_mpi_comm_world"), "libmpi_abi.so.0")).isEqualTo(MpiFamily.MPI_ABI);
    }

    @Test
    void mpichsLibraryOfTheStandardAbiIsNotMpich() {
        assertThat(MpiFamily.of(exporting(), "libmpi_abi_mpich.so.1")).isEqualTo(MpiFamily.MPI_ABI);
        assertThat(MpiFamily.of(exporting(), "libmpi.so.12")).isEqualTo(MpiFamily.MPICH);
    }

    @Test
    void aDirectorySaysNothingAboutTheAbi() {
        assertThat(MpiFamily.of(exporting("ompi_mpi_comm_world"), "/opt/mpi_abi/lib/libmpi.so.40")).isEqualTo(MpiFamily.OPEN_MPI);
        assertThat(MpiFamily.of(exporting(), "/opt/mpi_abi/lib/libmpi.so.12")).isEqualTo(MpiFamily.MPICH);
    }

    private static MpiFamily.Symbols exporting(String... names) {
        Set<String> exported = Set.of(names);
        return new MpiFamily.Symbols() {
            @Override
            public long find(String name) {
                return has(name) ? 1 : 0;
            }

            @Override
            public boolean has(String name) {
                return exported.contains(name);
            }
        };
    }
}
