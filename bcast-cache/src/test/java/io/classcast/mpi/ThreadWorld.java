package io.classcast.mpi;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Ranks as threads of the test: real collectives over shared memory, with the blocking of the real ones. */
public final class ThreadWorld {
    private final int size;
    private final CyclicBarrier barrier;
    private final byte[][] slots;
    private final Map<String, ThreadWorld> parts = new ConcurrentHashMap<>();
    private volatile byte[] sent;
    /** Flips a bit of the n-th message with a payload that any rank of this world sends; -1 none. */
    public volatile int damage = -1;
    private final AtomicInteger payloads = new AtomicInteger();
    private final Map<String, BlockingQueue<byte[]>> messages = new ConcurrentHashMap<>();
    private final boolean direct;

    public ThreadWorld(int size) {
        this(size, false);
    }

    public ThreadWorld(int size, boolean direct) {
        this.size = size;
        this.direct = direct;
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
            ThreadWorld part = parts.computeIfAbsent(color + members.toString(), k -> new ThreadWorld(members.size(), direct));
            part.damage = color == 1 ? damage : -1;
            return part.ranks().get(members.indexOf(rank));
        }

        /** As engines do that need room before a message. */
        @Override
        public ByteBuffer allocate(int length) {
            int headroom = 1 + length % 8;
            ByteBuffer all = direct ? ByteBuffer.allocateDirect(headroom + length) : ByteBuffer.allocate(headroom + length);
            return all.position(headroom);
        }

        @Override
        public boolean takesDirectMemory() {
            return direct;
        }

        @Override
        public Transfer send(ByteBuffer bytes, int to, int tag) {
            checkKind(bytes);
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            if (copy.length > 16 && payloads.getAndIncrement() == damage) {
                copy[copy.length / 3] ^= 4;
            }
            queue(rank, to, tag).add(copy);
            return () -> true;
        }

        @Override
        public Transfer receive(ByteBuffer bytes, int from, int tag) {
            checkKind(bytes);
            return new Transfer() {
                private boolean done;

                @Override
                public boolean isDone() {
                    byte[] message = done ? null : queue(from, rank, tag).poll();
                    if (message != null) {
                        bytes.duplicate().put(message);
                        done = true;
                    }
                    return done;
                }
            };
        }

        private void checkKind(ByteBuffer bytes) {
            if (direct ? !bytes.isDirect() : !bytes.hasArray()) {
                throw new IllegalArgumentException("the wrong kind of memory");
            }
        }

        private BlockingQueue<byte[]> queue(int from, int to, int tag) {
            return messages.computeIfAbsent(from + ">" + to + "#" + tag, k -> new LinkedBlockingQueue<>());
        }
    }
}
