package io.classcast.mpi;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;

/** Ranks as threads of the test: real collectives over shared memory, with the blocking of the real ones. */
public final class ThreadWorld {
    private final int size;
    private final CyclicBarrier barrier;
    private final byte[][] slots;
    private final Map<String, ThreadWorld> parts = new ConcurrentHashMap<>();
    private volatile byte[] sent;
    /** Flips a bit of the n-th broadcast of this world; -1 none. */
    public volatile int damage = -1;
    private int broadcasts;

    public ThreadWorld(int size) {
        this.size = size;
        barrier = new CyclicBarrier(size);
        slots = new byte[size][];
    }

    public List<Communicator> ranks() {
        List<Communicator> ranks = new ArrayList<>();
        for (int rank = 0; rank < size; rank++) {
            ranks.add(new Rank(rank));
        }
        return ranks;
    }

    private void meet() {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Rank implements Communicator {
        private final int rank;

        Rank(int rank) {
            this.rank = rank;
        }

        @Override
        public int rank() {
            return rank;
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public void broadcast(ByteBuffer bytes, int root) {
            meet();
            if (rank == root) {
                byte[] copy = new byte[bytes.remaining()];
                bytes.duplicate().get(copy);
                if (broadcasts++ == damage) {
                    copy[copy.length / 3] ^= 4;
                }
                sent = copy;
            }
            meet();
            if (rank != root) {
                bytes.duplicate().put(sent);
            }
            meet();
        }

        @Override
        public byte[] allGather(byte[] mine) {
            slots[rank] = mine;
            meet();
            byte[] all = new byte[mine.length * size];
            for (int r = 0; r < size; r++) {
                System.arraycopy(slots[r], 0, all, r * mine.length, mine.length);
            }
            meet();
            return all;
        }

        @Override
        public Communicator split(int color) {
            byte[] colors = allGather(new byte[] {(byte) color});
            List<Integer> members = new ArrayList<>();
            for (int r = 0; r < size; r++) {
                if (colors[r] == color) {
                    members.add(r);
                }
            }
            ThreadWorld part = parts.computeIfAbsent(color + members.toString(), k -> new ThreadWorld(members.size()));
            part.damage = color == 1 ? damage : -1;
            return part.ranks().get(members.indexOf(rank));
        }
    }
}
