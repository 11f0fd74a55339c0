package io.classcast.mpi;

import java.nio.ByteBuffer;

/** Engine {@code none}: a job of one rank. */
public final class SoloCommunicator implements Communicator {
    /** Creates the communicator. */
    public SoloCommunicator() {
    }

    @Override
    public int rank() {
        return 0;
    }

    @Override
    public int size() {
        return 1;
    }

    @Override
    public void broadcast(ByteBuffer bytes, int root) {
        // The only rank has the bytes.
    }

    @Override
    public byte[] allGather(byte[] mine) {
        return mine;
    }

    @Override
    public Communicator split(int color) {
        return this;
    }

    @Override
    public Transfer send(ByteBuffer bytes, int to, int tag) {
        throw new UnsupportedOperationException("a job of one rank sends nothing");
    }

    @Override
    public Transfer receive(ByteBuffer bytes, int from, int tag) {
        throw new UnsupportedOperationException("a job of one rank receives nothing");
    }
}
