package io.classcast.job;

import io.classcast.mpi.ChainBroadcast;
import io.classcast.mpi.Communicator;
import io.classcast.mpi.Pieces;
import io.classcast.store.ArchivePart;
import io.classcast.store.ClassArchive;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;

/**
 * Brings rank 0's class archive to the nodes that have another one or none; the JVMs that start there later use it. Where that
 * fails on a node it goes without, and the next job tries again: the job itself does not depend on it.
 */
final class ArchiveSharing {
    private ArchiveSharing() {
    }

    /**
     * Takes part, on every leader.
     *
     * @param leaders rank 0 has the archive, or none
     * @param archive on this node
     * @param own whether this node's stores are this user's alone; what lies elsewhere is neither sent nor added to
     * @param beat told after each piece
     */
    static void run(Communicator leaders, ClassArchive archive, boolean own, ChainBroadcast.Heartbeat beat) {
        boolean root = leaders.rank() == 0;
        ByteBuffer offer = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        if (root) {
            offer.putLong(own && archive.isWhole() ? archive.identity() : 0).putLong(archive.length()).flip();
        }
        leaders.broadcast(offer, 0);
        long identity = offer.getLong(0);
        long length = offer.getLong(8);
        if (identity == 0) {
            return;
        }
        byte[] same = leaders.allGather(new byte[] {(byte) (!own || archive.isWhole() && archive.identity() == identity ? 1 : 0)});
        boolean wanted = false;
        for (byte has : same) {
            wanted |= has == 0;
        }
        if (wanted) {
            try (ArchivePart part = same[leaders.rank()] == 0 ? begin(archive) : null) {
                transfer(leaders, archive, part, length, beat);
            }
        }
    }

    /** Null where it cannot be written here: the others depend on this leader all the same. */
    private static ArchivePart begin(ClassArchive archive) {
        try {
            return archive.begin("received");
        } catch (IOException e) {
            return null;
        }
    }

    private static void transfer(Communicator leaders, ClassArchive archive, ArchivePart part, long length, ChainBroadcast.Heartbeat beat) {
        boolean receives = part != null;
        Path file = receives ? part.file() : archive.file();
        List<StorePieces.Content> files = List.of(new StorePieces.Content(file.getFileName().toString(), length));
        try (StorePieces pieces = new StorePieces(file.getParent(), files, leaders, receives)) {
            boolean passes = !receives && leaders.rank() > 0;
            if (ChainBroadcast.run(leaders, passes ? new Passing(pieces) : pieces, beat) != null) {
                throw new IOException("incomplete");
            }
            if (receives) {
                archive.publish(part, ClassArchive.KEEP_MILLIS);
            }
        } catch (IOException e) {
            // This node goes without; what is there of it is removed.
            return;
        }
    }

    /**
     * Pieces that a leader passes on and does not need.
     *
     * @param pieces of which only the lengths count
     */
    private record Passing(Pieces pieces) implements Pieces {
        @Override
        public int count() {
            return pieces.count();
        }

        @Override
        public int length(int piece) {
            return pieces.length(piece);
        }

        @Override
        public ByteBuffer memory(int piece) {
            return null;
        }

        @Override
        public void fill(int piece, ByteBuffer target) throws IOException {
            throw new IOException("only rank 0 sends");
        }

        @Override
        public void take(int piece, ByteBuffer bytes) {
            // It is there already.
        }
    }
}
