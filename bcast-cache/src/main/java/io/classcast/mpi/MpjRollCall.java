package io.classcast.mpi;

import io.classcast.ClasscastException;

/**
 * Whether every rank has come to the point where a collective may begin. MPJ's world is the application's: a collective that one
 * rank does not take part in, for it has no agent, would take messages of the application for its own, and never end. So there are
 * only messages with a tag of their own, to rank 0 and back, until rank 0 has heard of all. One thread.
 */
final class MpjRollCall {
    /** No message of an application has it; one that receives from any source with any tag, on a rank 0 without agent, could meet it. */
    static final int TAG = 0x3CC0457;
    private static final byte GO = 1;
    private static final long SHORTEST_MILLIS = 1;
    private static final long LONGEST_MILLIS = 5;

    /** Point-to-point messages of one byte. */
    interface Messages {
        /** Starts to send. */
        Transfer send(byte[] one, int to, int tag);

        /** Starts to receive. */
        Transfer receive(byte[] one, int from, int tag);
    }

    private final Messages messages;
    private final int rank;
    private final int size;
    private final long limitMillis;

    /**
     * Prepares.
     *
     * @param messages on the world
     * @param rank of this process
     * @param size how many there are
     * @param limitMillis how long rank 0 waits for the others, which leave MPI.Init together with it; they wait twice as long for its word
     */
    MpjRollCall(Messages messages, int rank, int size, long limitMillis) {
        this.messages = messages;
        this.rank = rank;
        this.size = size;
        this.limitMillis = limitMillis;
    }

    /**
     * Returns when all are there.
     *
     * @throws ClasscastException where one is not, on all ranks that are
     */
    void call() {
        if (rank == 0) {
            lead();
        } else {
            answer();
        }
    }

    private void lead() {
        Transfer[] others = new Transfer[size];
        for (int other = 1; other < size; other++) {
            others[other] = messages.receive(new byte[1], other, TAG);
        }
        long end = System.nanoTime() + limitMillis * 1_000_000;
        int missing = 0;
        for (int other = 1; other < size; other++) {
            if (!await(others[other], end)) {
                missing = other;
                break;
            }
        }
        for (int other = 1; other < size; other++) {
            if (missing == 0 || others[other].isDone()) {
                messages.send(new byte[] {missing == 0 ? GO : 0}, other, TAG);
            }
        }
        if (missing > 0) {
            throw new ClasscastException("rank " + missing + " has called MPI.Init, and has no Classcast; give the agent to all ranks");
        }
    }

    private void answer() {
        messages.send(new byte[] {GO}, 0, TAG);
        byte[] word = new byte[1];
        if (!await(messages.receive(word, 0, TAG), System.nanoTime() + 2 * limitMillis * 1_000_000)) {
            throw ClasscastException.unknownToRoot("rank 0 has called MPI.Init, and has no Classcast; give the agent to all ranks");
        }
        if (word[0] != GO) {
            throw new ClasscastException("another rank has no Classcast; give the agent to all ranks");
        }
    }

    private static boolean await(Transfer transfer, long end) {
        long pause = SHORTEST_MILLIS;
        while (!transfer.isDone()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ClasscastException("interrupted while waiting for the other ranks");
            }
            pause = Math.min(LONGEST_MILLIS, 2 * pause);
        }
        return true;
    }
}
