package io.classcast.cluster.platform;

import io.classcast.cluster.debian.DebianRoot;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** All platforms of docs/platforms.md, in its order. */
public final class Platforms {
    /** The machine's JDKs. */
    private static final String HERE = "Debian 12";
    /** Of the ranks where the row is about MPI. */
    private static final int MPI_JDK = 25;
    private static final List<Platform> ALL = Stream.of(jdks(), openMpi(), mpich(), standardAbi(), slurm()).flatMap(List::stream).toList();

    private Platforms() {
    }

    private static List<Platform> jdks() {
        List<Platform> all = new ArrayList<>(List.of(
                // MPJ Express carries the broadcast where Java cannot call C; Open MPI starts its ranks.
                new Platform("jdk-17", Platform.Kind.JDK, "JDK", "openjdk-17-jre-headless", HERE, null, Starter.OPENMPI, null, 17),
                new Platform("jdk-21", Platform.Kind.JDK, "JDK", "openjdk-21-jre-headless", "Debian 13", DebianRoot.TRIXIE, Starter.OPENMPI, null, 21),
                new Platform("jdk-25", Platform.Kind.JDK, "JDK", "openjdk-25-jre-headless", "Debian 13", DebianRoot.TRIXIE_JDK25, Starter.MPICH, null, 25)));
        for (int feature = 26; feature <= 28; feature++) {
            all.add(jdk(feature));
        }
        return all;
    }

    /**
     * The row of a JDK of Debian's coming releases.
     *
     * @param feature version such as 27
     * @return the platform
     */
    public static Platform jdk(int feature) {
        return new Platform("jdk-" + feature, Platform.Kind.JDK, "JDK", "openjdk-" + feature + "-jre-headless", "Debian unstable", DebianRoot.jdk(feature),
                Starter.MPICH, null, feature);
    }

    private static Platform mpi(String id, String software, String versionOf, String debian, DebianRoot root, Starter starter, String library) {
        return new Platform(id, Platform.Kind.MPI, software, versionOf, debian, root, starter, library, MPI_JDK);
    }

    private static List<Platform> openMpi() {
        return List.of(mpi("openmpi-debian11", "Open MPI", "openmpi-bin", "Debian 11", DebianRoot.BULLSEYE, Starter.OPENMPI, null),
                mpi("openmpi-debian12", "Open MPI", "openmpi-bin", HERE, null, Starter.OPENMPI, null),
                mpi("openmpi-debian13", "Open MPI", "openmpi-bin", "Debian 13", DebianRoot.TRIXIE, Starter.OPENMPI, null),
                mpi("openmpi-testing", "Open MPI", "openmpi-bin", "Debian testing", DebianRoot.TESTING_OPENMPI, Starter.OPENMPI, null));
    }

    private static List<Platform> mpich() {
        return List.of(mpi("mpich-debian11", "MPICH", "mpich", "Debian 11", DebianRoot.BULLSEYE, Starter.MPICH, null),
                mpi("mpich-debian12", "MPICH", "mpich", HERE, null, Starter.MPICH, null),
                mpi("mpich-debian13", "MPICH", "mpich", "Debian 13", DebianRoot.TRIXIE, Starter.MPICH, null),
                mpi("mpich-testing", "MPICH", "mpich", "Debian testing", DebianRoot.TESTING_MPICH, Starter.MPICH, null));
    }

    private static List<Platform> standardAbi() {
        return List.of(mpi("abi-openmpi-testing", "libmpi_abi of Open MPI", "openmpi-bin", "Debian testing", DebianRoot.TESTING_OPENMPI, Starter.OPENMPI,
                        "libmpi_abi_openmpi.so.1.0.0"),
                mpi("abi-mpich-testing", "libmpi_abi of MPICH", "mpich", "Debian testing", DebianRoot.TESTING_MPICH, Starter.MPICH, "libmpi_abi_mpich.so.1.0.0"));
    }

    private static List<Platform> slurm() {
        List<Platform> all = new ArrayList<>();
        for (Starter starter : List.of(Starter.PMIX, Starter.PMI2)) {
            String way = starter == Starter.PMIX ? "pmix" : "pmi2";
            String software = "srun --mpi=" + way + " of Slurm";
            all.add(mpi("slurm-" + way + "-debian12", software, "slurmd", HERE, null, starter, null));
            all.add(mpi("slurm-" + way + "-debian13", software, "slurmd", "Debian 13", DebianRoot.TRIXIE_SLURM, starter, null));
            all.add(mpi("slurm-" + way + "-testing", software, "slurmd", "Debian testing", DebianRoot.TESTING_SLURM, starter, null));
        }
        return all;
    }

    /**
     * All platforms.
     *
     * @return in the order of the tables
     */
    public static List<Platform> all() {
        return ALL;
    }

    /**
     * One platform.
     *
     * @param id such as openmpi-debian13
     * @return it
     */
    public static Platform named(String id) {
        return ALL.stream().filter(p -> p.id().equals(id)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no platform " + id + "; there are " + ALL.stream().map(Platform::id).toList()));
    }
}
