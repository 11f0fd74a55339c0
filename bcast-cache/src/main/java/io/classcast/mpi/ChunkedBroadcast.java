package io.classcast.mpi;

import io.classcast.ClasscastException;
import io.classcast.image.Checksum;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Broadcasts a stream of bytes of known length in chunks of 8 MiB (a bound of MPJ's smpdev, and a good default elsewhere).
 * Each chunk ends with a CRC-32C of its bytes and its number, checked by every receiver.
 *
 * <pre>
 *   chunk:  payload, at most 8 MiB - 8 bytes | u32 CRC-32C of the payload | u32 number of the chunk
 * </pre>
 */
public final class ChunkedBroadcast {
    /** Bytes of a full chunk on the wire. */
    public static final int CHUNK = 8 << 20;
    private static final int TRAILER = 8;

    /** Where the root's bytes come from. */
    public interface Source {
        /**
         * Fills a buffer from the stream.
         *
         * @param target to be filled up to its limit
         * @throws IOException where the bytes cannot be read
         */
        void read(ByteBuffer target) throws IOException;
    }

    /** Where a receiver's bytes go to. */
    public interface Sink {
        /**
         * Takes the next bytes of the stream.
         *
         * @param bytes between position and limit
         * @throws IOException where they cannot be written
         */
        void write(ByteBuffer bytes) throws IOException;
    }

    /** Told after each chunk, so that those who wait know that all is well. */
    public interface Heartbeat {
        /** One more chunk is through. */
        void beat();
    }

    private ChunkedBroadcast() {
    }

    /**
     * Sends, on the root (rank 0 of the communicator). The source is read to its end or first failure; the chunks after a
     * failure go out with a wrong number, so that every receiver notices.
     *
     * @param leaders communicator
     * @param length bytes of the stream
     * @param source the bytes
     * @param heartbeat told after each chunk
     * @throws ClasscastException where the source failed
     */
    public static void send(Communicator leaders, long length, Source source, Heartbeat heartbeat) {
        IOException failure = null;
        ByteBuffer chunk = buffer(length);
        int number = 0;
        for (long sent = 0; sent < length; number++) {
            int payload = (int) Math.min(chunk.capacity() - TRAILER, length - sent);
            chunk.clear().limit(payload);
            if (failure == null) {
                try {
                    source.read(chunk);
                } catch (IOException e) {
                    failure = e;
                }
            }
            chunk.position(0).limit(payload);
            int checksum = Checksum.of(chunk);
            chunk.limit(payload + TRAILER).position(0);
            chunk.putInt(payload, checksum).putInt(payload + 4, failure == null ? number : -1);
            leaders.broadcast(chunk, 0);
            sent += payload;
            heartbeat.beat();
        }
        if (failure != null) {
            throw new ClasscastException("cannot read the store back: " + failure.getMessage(), failure);
        }
    }

    /**
     * Receives. Takes part in every chunk even after a failure, since the others depend on it.
     *
     * @param leaders communicator
     * @param length bytes of the stream
     * @param sink takes the bytes, in order
     * @param heartbeat told after each chunk
     * @throws ClasscastException where a chunk was damaged or the sink failed
     */
    public static void receive(Communicator leaders, long length, Sink sink, Heartbeat heartbeat) {
        ClasscastException failure = null;
        ByteBuffer chunk = buffer(length);
        int number = 0;
        for (long got = 0; got < length; number++) {
            int payload = (int) Math.min(chunk.capacity() - TRAILER, length - got);
            chunk.clear().limit(payload + TRAILER);
            leaders.broadcast(chunk, 0);
            chunk.limit(payload);
            if (failure == null) {
                failure = take(chunk, payload, number, sink);
            }
            got += payload;
            heartbeat.beat();
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static ClasscastException take(ByteBuffer chunk, int payload, int number, Sink sink) {
        int checksum = Checksum.of(chunk);
        chunk.limit(payload + TRAILER);
        boolean intact = chunk.getInt(payload) == checksum && chunk.getInt(payload + 4) == number;
        chunk.position(0).limit(payload);
        if (!intact) {
            return new ClasscastException("chunk " + number + " of the broadcast arrived damaged");
        }
        try {
            sink.write(chunk);
            return null;
        } catch (IOException e) {
            return new ClasscastException("cannot write the node store: " + e.getMessage(), e);
        }
    }

    private static ByteBuffer buffer(long length) {
        int size = (int) Math.min(CHUNK, length + TRAILER);
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
