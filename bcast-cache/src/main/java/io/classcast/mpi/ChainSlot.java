package io.classcast.mpi;

import io.classcast.NativeMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** One piece in flight along a chain, and the ticket that goes with it: two messages in, two messages out. One thread. */
class ChainSlot {
    /** Of the payload; the ticket has the next. Pieces in flight never meet, even where an engine lets messages overtake. */
    final int tag;
    final ByteBuffer ticketMemory;
    final ByteBuffer ticket;
    Transfer payloadIn;
    Transfer ticketIn;
    private final Communicator leaders;
    private final int next;
    private Transfer payloadOut;
    private Transfer ticketOut;

    /**
     * Makes room for tickets.
     *
     * @param leaders of the chain
     * @param next rank that pieces go to, or -1
     * @param number of the slot
     * @param ticketBytes length of a ticket
     */
    ChainSlot(Communicator leaders, int next, int number, int ticketBytes) {
        this.leaders = leaders;
        this.next = next;
        tag = 2 * number;
        ticketMemory = leaders.allocate(ticketBytes);
        ticket = ticketMemory.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Sends the ticket on, and a payload if there is one; the ticket first, since who gets it may have to make room. */
    void forward(ByteBuffer payload) {
        payloadOut = null;
        ticketOut = null;
        if (next >= 0) {
            ticketOut = leaders.send(ticketMemory, next, tag + 1);
            payloadOut = payload == null ? null : leaders.send(payload, next, tag);
        }
    }

    /** After the last message. */
    void free() {
        NativeMemory.free(ticketMemory);
    }

    boolean isSent() {
        return (payloadOut == null || payloadOut.isDone()) && (ticketOut == null || ticketOut.isDone());
    }
}
