package io.classcast.cluster.debian;

import java.util.List;
import java.util.stream.Stream;

/**
 * The root of another Debian: what it is made of.
 *
 * @param name of its directory, with a digest of the rest
 * @param suites of Debian; the first one that has the packages is taken
 * @param packages that it has beside what every Debian has
 */
public record DebianRoot(String name, List<String> suites, List<String> packages) {
    /** Tests ask with them for processes. */
    private static final String ALWAYS = "procps";
    private static final List<String> SLURM = List.of("slurmd", "slurmctld", "slurm-client", "munge");

    /** Debian 11: Open MPI 4.1.0, MPICH 3.4. */
    public static final DebianRoot BULLSEYE = of("bullseye", List.of("bullseye"), "openmpi-bin", "mpich");
    /** Debian 13: JDK 21, Open MPI 5.0, MPICH 4.2. */
    public static final DebianRoot TRIXIE = of("trixie", List.of("trixie"), "openjdk-21-jre-headless", "openmpi-bin", "mpich");
    /** Debian 13's newest JDK. */
    public static final DebianRoot TRIXIE_JDK25 = of("trixie-jdk25", List.of("trixie"), "openjdk-25-jre-headless", "mpich");
    /** Debian 13's Slurm, with both of its MPIs. */
    public static final DebianRoot TRIXIE_SLURM = slurm("trixie-slurm", List.of("trixie"));
    /** Debian testing's Open MPI. */
    public static final DebianRoot TESTING_OPENMPI = of("testing-openmpi", List.of("testing", "unstable"), "openmpi-bin");
    /** Debian testing's MPICH. */
    public static final DebianRoot TESTING_MPICH = of("testing-mpich", List.of("testing", "unstable"), "mpich");
    /** Debian testing's Slurm, with both of its MPIs. */
    public static final DebianRoot TESTING_SLURM = slurm("testing-slurm", List.of("testing", "unstable"));

    /**
     * A root with a JDK, and MPICH to start its ranks. unstable has the newest build of a JDK.
     *
     * @param feature version such as 27
     * @return the root
     */
    public static DebianRoot jdk(int feature) {
        return of("jdk" + feature, List.of("unstable", "testing", "experimental"), "openjdk-" + feature + "-jre-headless", "mpich");
    }

    private static DebianRoot of(String name, List<String> suites, String... packages) {
        return new DebianRoot(name, suites, Stream.concat(Stream.of(packages), Stream.of(ALWAYS)).toList());
    }

    private static DebianRoot slurm(String name, List<String> suites) {
        return of(name, suites, Stream.concat(SLURM.stream(), Stream.of("openmpi-bin", "mpich")).toArray(String[]::new));
    }
}
