/**
 * The job's MPI: one interface, one file per engine, and the broadcast that is built on it. The only room that knows MPI.
 */
package io.classcast.mpi;
