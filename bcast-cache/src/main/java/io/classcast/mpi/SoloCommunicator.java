package io.classcast.mpi;

import io.classcast.ClasscastException;
import java.nio.ByteBuffer;

/** A process without a job: one rank, nobody to talk to. */
public final class SoloCommunicator implements Communicator {
    /** Creates the only rank. */
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
        // All ranks have the bytes.
    }

    @Override
    public byte[] allGather(byte[] mine) {
        return mine.clone();
    }

    @Override
    public Communicator split(int color) {
        return this;
    }

    @Override
    public Transfer send(ByteBuffer bytes, int to, int tag) {
        throw new ClasscastException("a job of one rank has nobody to send to");
    }

    @Override
    public Transfer receive(ByteBuffer bytes, int from, int tag) {
        throw new ClasscastException("a job of one rank has nobody to receive from");
    }
}
