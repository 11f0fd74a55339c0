/** Engine {@code mpi}: the installed MPI library, called through a small library of our own, or {@code java.lang.foreign}. */
package io.classcast.mpi.foreign;
