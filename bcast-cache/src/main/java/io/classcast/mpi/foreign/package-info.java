/** Engine {@code mpi}: the installed MPI library, called through {@code java.lang.foreign} (JDK 22 and later). */
package io.classcast.mpi.foreign;
