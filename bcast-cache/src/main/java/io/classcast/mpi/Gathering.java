package io.classcast.mpi;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Collects texts of different lengths from all ranks (MPI_Allgatherv, by two collectives of equal records). */
public final class Gathering {
    private Gathering() {
    }

    /**
     * Gathers, on every rank.
     *
     * @param comm the ranks
     * @param mine this rank's text
     * @return all texts, by rank
     */
    public static List<String> texts(Communicator comm, String mine) {
        byte[] text = mine.getBytes(StandardCharsets.UTF_8);
        ByteBuffer lengths = ByteBuffer.wrap(comm.allGather(ByteBuffer.allocate(4).putInt(text.length).array()));
        int longest = 1;
        for (int rank = 0; rank < comm.size(); rank++) {
            longest = Math.max(longest, lengths.getInt(4 * rank));
        }
        byte[] all = comm.allGather(Arrays.copyOf(text, longest));
        List<String> texts = new ArrayList<>(comm.size());
        for (int rank = 0; rank < comm.size(); rank++) {
            texts.add(new String(all, rank * longest, lengths.getInt(4 * rank), StandardCharsets.UTF_8));
        }
        return texts;
    }
}
