package io.classcast.mpi;

import io.classcast.ClasscastException;
import io.classcast.NativeMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Broadcasts a stream from rank 0 along the chain 0, 1, 2, …: every rank receives each piece once and sends it on once, several
 * pieces in flight, so each link carries the stream once, where a tree's root sends it at least twice. With each piece goes a
 * ticket (its number and CRC-32C), checked by every receiver. All ranks take part to the end, whatever fails on one: the others
 * depend on it. One thread.
 *
 * <pre>
 *   ticket:  i32 number of the piece, -1 where the root could not read it | i32 CRC-32C of the piece
 * </pre>
 */
public final class ChainBroadcast {
    /**
     * Bytes of the longest piece. Four of them in flight stay in the last-level cache between the network, the checksum and
     * the store (3 hosts on 2 cores, 256 MiB, Open MPI: 900 MiB/s; 830 with pieces of 4 MiB; 660 with 8 MiB, eight in flight).
     */
    public static final int LONGEST = 2 << 20;
    private static final int SHORTEST = 128 << 10;
    private static final int WINDOW = 4;
    private static final int TICKET = 8;

    /** Told after each piece, so that those who wait know that all is well. */
    public interface Heartbeat {
        /**
         * One more piece is through.
         *
         * @param bytes of the piece
         */
        void beat(int bytes);
    }

    private final Communicator leaders;
    private final Pieces pieces;
    private final Heartbeat heartbeat;
    private final Slot[] slots = new Slot[WINDOW];
    /** Twice as fast as the CRC-32 that the image has (JDK 17 and 25, x86-64: 23 against 13 GB/s). */
    private final CRC32C crc = new CRC32C();
    private final int previous;
    private final int next;
    private ClasscastException failure;
    private int begun;
    private int arrived;
    private int through;

    private ChainBroadcast(Communicator leaders, Pieces pieces, Heartbeat heartbeat) {
        this.leaders = leaders;
        this.pieces = pieces;
        this.heartbeat = heartbeat;
        previous = leaders.rank() - 1;
        next = leaders.rank() + 1 < leaders.size() ? leaders.rank() + 1 : -1;
        for (int i = 0; i < WINDOW; i++) {
            slots[i] = new Slot(i);
        }
    }

    /**
     * How long pieces should be: the last rank of a chain of N gets its first piece N pieces late, which may cost at most an
     * eighth of the whole.
     *
     * @param length bytes of the stream
     * @param ranks in the chain
     * @return bytes, the same on all ranks
     */
    public static int pieceLength(long length, int ranks) {
        long wanted = length / (8L * Math.max(1, ranks));
        return (int) Math.max(SHORTEST, Math.min(LONGEST, wanted & -SHORTEST));
    }

    /**
     * Takes part, on every rank.
     *
     * @param leaders communicator; rank 0 has the bytes
     * @param pieces cut in the same way on all ranks
     * @param heartbeat told after each piece
     * @return null, or why this rank does not have the whole stream
     * @throws ClasscastException where the engine failed; nothing more can be sent then
     */
    public static ClasscastException run(Communicator leaders, Pieces pieces, Heartbeat heartbeat) {
        if (leaders.size() == 1) {
            return null;
        }
        ChainBroadcast chain = new ChainBroadcast(leaders, pieces, heartbeat);
        chain.run();
        // Not where the engine failed: it may still write there.
        for (Slot slot : chain.slots) {
            slot.free();
        }
        return chain.failure;
    }

    private void run() {
        int count = pieces.count();
        Backoff backoff = new Backoff();
        while (through < count) {
            boolean moved = false;
            if (begun < count && begun - through < WINDOW) {
                slot(begun).begin(begun);
                begun++;
                moved = true;
            }
            if (arrived < begun && slot(arrived).hasArrived()) {
                slot(arrived).forwardAndCheck(arrived);
                arrived++;
                moved = true;
            }
            if (through < arrived && slot(through).isSent()) {
                heartbeat.beat(pieces.length(through));
                through++;
                moved = true;
            }
            if (moved) {
                backoff.reset();
            } else {
                backoff.pause();
            }
        }
    }

    private Slot slot(int piece) {
        return slots[piece % WINDOW];
    }

    private int checksum(ByteBuffer bytes) {
        crc.reset();
        crc.update(bytes.duplicate());
        return (int) crc.getValue();
    }

    private void fail(String what, IOException e) {
        if (failure == null) {
            failure = new ClasscastException(what + ": " + e.getMessage(), e);
        }
    }

    /** One piece in flight. */
    private final class Slot extends ChainSlot {
        /** For pieces without memory of their own; kept for the next one. */
        private ByteBuffer scratch;
        private int scratchStart;
        private ByteBuffer payload;

        Slot(int number) {
            super(leaders, next, number, TICKET);
        }

        void begin(int piece) {
            payload = memory(piece);
            if (previous >= 0) {
                payloadIn = leaders.receive(payload, previous, tag);
                ticketIn = leaders.receive(ticketMemory, previous, tag + 1);
                return;
            }
            boolean readable = failure == null;
            if (readable && payload == scratch) {
                try {
                    pieces.fill(piece, payload.duplicate());
                } catch (IOException e) {
                    fail("cannot read the node store back", e);
                    readable = false;
                }
            }
            ticket.putInt(0, readable ? piece : -1).putInt(4, readable ? checksum(payload) : 0);
        }

        private ByteBuffer memory(int piece) {
            int length = pieces.length(piece);
            if (failure == null) {
                try {
                    ByteBuffer own = leaders.takesDirectMemory() ? pieces.memory(piece) : null;
                    if (own != null) {
                        return own;
                    }
                } catch (IOException e) {
                    fail(previous < 0 ? "cannot read the node store back" : "cannot write the node store", e);
                } catch (ClasscastException e) {
                    failure = e;
                }
            }
            if (scratch == null || scratch.capacity() - scratchStart < length) {
                NativeMemory.free(scratch);
                scratch = leaders.allocate(length);
                scratchStart = scratch.position();
            }
            return scratch.clear().position(scratchStart).limit(scratchStart + length);
        }

        @Override
        void free() {
            super.free();
            NativeMemory.free(scratch);
        }

        boolean hasArrived() {
            return previous < 0 || payloadIn.isDone() && ticketIn.isDone();
        }

        void forwardAndCheck(int piece) {
            forward(payload);
            if (previous < 0 || failure != null) {
                return;
            }
            if (ticket.getInt(0) != piece || ticket.getInt(4) != checksum(payload)) {
                failure = new ClasscastException(ticket.getInt(0) < 0 ? "rank 0 cannot read its node store back"
                        : "piece " + piece + " of the broadcast arrived damaged");
                return;
            }
            try {
                pieces.take(piece, payload.duplicate());
            } catch (IOException e) {
                fail("cannot write the node store", e);
            }
        }
    }
}
