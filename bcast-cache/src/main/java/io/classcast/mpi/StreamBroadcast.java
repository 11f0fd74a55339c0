package io.classcast.mpi;

import io.classcast.ClasscastException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Broadcasts a stream of unknown length from rank 0 along the chain 0, 1, 2, …, as {@link ChainBroadcast} does for one that all
 * ranks can cut beforehand. A ticket goes ahead of each piece and tells its length; several pieces are in flight. All ranks take
 * part to the end, whatever fails on one: the others depend on it. One thread, which never waits for anything but messages.
 *
 * <pre>
 *   ticket:  i32 number of the piece | i32 its length, 0 at the end, -1 only a sign of life | i32 CRC-32C of the piece
 * </pre>
 */
public final class StreamBroadcast {
    /** Bytes of the longest piece. */
    public static final int LONGEST = 1 << 20;
    private static final int WINDOW = 8;
    private static final int TICKET = 12;
    private static final int END = 0;
    private static final int ALIVE = -1;

    private final Communicator leaders;
    private final StreamEnds ends;
    private final ChainBroadcast.Heartbeat heartbeat;
    private final long beatNanos;
    private final Slot[] slots = new Slot[WINDOW];
    private final CRC32C crc = new CRC32C();
    private final int previous;
    private final int next;
    private ClasscastException failure;
    private long lastLaunch = System.nanoTime();
    /** Pieces, of which the first so many have … */
    private int count = Integer.MAX_VALUE;
    private int begun;
    private int announced;
    private int arrived;
    private int through;
    private boolean ended;

    private StreamBroadcast(Communicator leaders, StreamEnds ends, ChainBroadcast.Heartbeat heartbeat, long beatMillis) {
        this.leaders = leaders;
        this.ends = ends;
        this.heartbeat = heartbeat;
        beatNanos = beatMillis * 1_000_000;
        previous = leaders.rank() - 1;
        next = leaders.rank() + 1 < leaders.size() ? leaders.rank() + 1 : -1;
        for (int i = 0; i < WINDOW; i++) {
            slots[i] = new Slot(i);
        }
    }

    /**
     * Takes part, on every rank.
     *
     * @param leaders communicator; the producer of rank 0 makes the stream
     * @param ends where pieces come from and go to
     * @param heartbeat told after each piece, and each sign of life
     * @param beatMillis how long rank 0 may be silent where its producer is
     * @return null, or why the consumer of this rank did not get the whole stream
     * @throws ClasscastException where the engine failed; nothing more can be sent then
     */
    public static ClasscastException run(Communicator leaders, StreamEnds ends, ChainBroadcast.Heartbeat heartbeat, long beatMillis) {
        StreamBroadcast stream = new StreamBroadcast(leaders, ends, heartbeat, beatMillis);
        try {
            stream.run();
            // Not where the engine failed: it may still write there.
            for (Slot slot : stream.slots) {
                slot.free();
            }
        } finally {
            if (!stream.ended) {
                ends.arrivedEnd();
            }
        }
        return stream.failure;
    }

    private void run() {
        Backoff backoff = new Backoff();
        while (through < count) {
            boolean moved = false;
            if (begun < count && begun - through < WINDOW) {
                moved = previous < 0 ? launch() : expect();
            }
            if (announced < begun && slot(announced).isAnnounced(announced)) {
                announced++;
                moved = true;
            }
            if (arrived < announced && slot(arrived).hasArrived()) {
                slot(arrived).forwardAndCheck(arrived);
                arrived++;
                moved = true;
            }
            if (through < arrived && slot(through).isSent()) {
                heartbeat.beat(Math.max(0, slot(through).length));
                slot(through).end();
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

    /** Rank 0: the next piece, if its producer has one. */
    private boolean launch() {
        Slot slot = slot(begun);
        if (count < Integer.MAX_VALUE) {
            slot.launch(begun, END, null);
        } else {
            Piece piece = ends.pollProduced();
            if (piece == null) {
                if (System.nanoTime() - lastLaunch < beatNanos) {
                    return false;
                }
                slot.launch(begun, ALIVE, null);
            } else if (ends.isEnd(piece)) {
                // The others expect a whole window of pieces by then.
                count = begun + WINDOW;
                slot.launch(begun, END, null);
            } else {
                slot.launch(begun, piece.bytes().remaining(), piece);
            }
        }
        lastLaunch = System.nanoTime();
        begun++;
        return true;
    }

    private boolean expect() {
        slot(begun).expect();
        begun++;
        return true;
    }

    private Slot slot(int piece) {
        return slots[piece % WINDOW];
    }

    private int checksum(ByteBuffer bytes) {
        crc.reset();
        crc.update(bytes.duplicate());
        return (int) crc.getValue();
    }

    /** One piece in flight. */
    private final class Slot extends ChainSlot {
        private Piece piece;
        private int length;

        Slot(int number) {
            super(leaders, next, number, TICKET);
        }

        void launch(int number, int length, Piece piece) {
            this.length = length;
            this.piece = piece;
            ticket.putInt(0, number).putInt(4, length).putInt(8, piece == null ? 0 : checksum(piece.bytes()));
        }

        void expect() {
            ticketIn = leaders.receive(ticketMemory, previous, tag + 1);
        }

        /** Whether it is known what comes, and there is room for it. */
        boolean isAnnounced(int number) {
            if (previous < 0) {
                return true;
            }
            if (!ticketIn.isDone()) {
                return false;
            }
            length = ticket.getInt(4);
            if (ticket.getInt(0) != number || length < ALIVE || length > LONGEST) {
                throw new ClasscastException("the broadcast lost its order: piece " + ticket.getInt(0) + " of " + length
                        + " bytes where piece " + number + " was expected");
            }
            if (length == END && count == Integer.MAX_VALUE) {
                count = number + WINDOW;
            }
            payloadIn = null;
            if (length > 0) {
                piece = ends.pollFree();
                if (piece == null) {
                    return false;
                }
                payloadIn = leaders.receive(piece.clear(length), previous, tag);
            }
            return true;
        }

        boolean hasArrived() {
            return payloadIn == null || payloadIn.isDone();
        }

        void forwardAndCheck(int number) {
            forward(piece == null ? null : piece.bytes());
            if (failure == null && piece != null) {
                if (previous >= 0 && ticket.getInt(8) != checksum(piece.bytes())) {
                    failure = new ClasscastException("piece " + number + " of the broadcast arrived damaged");
                } else {
                    piece.hold();
                    ends.arrived(piece);
                }
            }
            if (!ended && (failure != null || length == END)) {
                ended = true;
                ends.arrivedEnd();
            }
        }

        void end() {
            if (piece != null) {
                piece.release();
                piece = null;
            }
        }
    }
}
