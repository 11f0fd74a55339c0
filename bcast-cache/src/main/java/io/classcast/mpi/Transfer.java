package io.classcast.mpi;

/** A message on its way (MPI_Request). Its buffer belongs to MPI until it is done. */
public interface Transfer {
    /**
     * Lets MPI make progress.
     *
     * @return whether the message is through
     * @throws io.classcast.ClasscastException where it failed, with the engine's own words
     */
    boolean isDone();
}
