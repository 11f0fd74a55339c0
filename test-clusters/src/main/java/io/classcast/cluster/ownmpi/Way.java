package io.classcast.cluster.ownmpi;

import java.util.Locale;

/** How the program calls MPI. */
enum Way {
    /** Not at all. */
    NONE(17),
    /** By a JNI library of its own, which is linked with the MPI library. */
    JNI(17),
    /** The same, and the functions of start and end by their Fortran names. */
    FORTRAN(17),
    /** By a class {@code mpi.MPI} in a jar named mpi.jar, as Open MPI's Java bindings are. */
    JAR(17),
    /** By java.lang.foreign, which looks functions up in the MPI library's handle. */
    FOREIGN(22);

    /** The oldest Java version that has it. */
    final int jdk;

    Way(int jdk) {
        this.jdk = jdk;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
