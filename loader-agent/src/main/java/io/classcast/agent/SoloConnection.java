package io.classcast.agent;

import io.classcast.mpi.Communicator;
import io.classcast.mpi.SoloCommunicator;

/** Engine {@code none}: a job of this process alone. */
final class SoloConnection implements Connection {
    @Override
    public Communicator connect() {
        return new SoloCommunicator();
    }

    @Override
    public void end() {
        // Nobody else is there.
    }
}
