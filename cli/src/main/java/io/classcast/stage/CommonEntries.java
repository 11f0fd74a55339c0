package io.classcast.stage;

import io.classcast.mpi.Backoff;
import io.classcast.mpi.Communicator;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What all nodes have already. From the end of the chain to rank 0 each leader passes on which hashes of the ones behind it are
 * also its own: each link carries at most one node's list.
 */
final class CommonEntries {
    private static final int LENGTH_TAG = 101;
    private static final int HASHES_TAG = 102;
    private static final int MOST = 200_000_000;

    private CommonEntries() {
    }

    /**
     * Takes part, on every leader.
     *
     * @param leaders one rank a node
     * @param mine what this node has, with digests; null where it will not take anything, and so wants nothing
     * @return on rank 0 what all nodes have, by path; elsewhere nothing
     */
    static Map<String, StagedEntry> of(Communicator leaders, List<StagedEntry> mine) {
        long[] own = mine == null ? null : mine.stream().mapToLong(CommonEntries::hash).sorted().toArray();
        long[] common = own;
        if (leaders.rank() + 1 < leaders.size()) {
            long[] behind = receive(leaders, leaders.rank() + 1);
            common = behind == null ? own : own == null ? behind : intersection(own, behind);
        }
        Map<String, StagedEntry> entries = new HashMap<>();
        if (leaders.rank() > 0) {
            send(leaders, leaders.rank() - 1, common);
        } else if (mine != null) {
            for (StagedEntry entry : mine) {
                if (Arrays.binarySearch(common, hash(entry)) >= 0) {
                    entries.put(entry.path(), entry);
                }
            }
        }
        return entries;
    }

    private static long[] intersection(long[] a, long[] b) {
        return Arrays.stream(a).filter(hash -> Arrays.binarySearch(b, hash) >= 0).toArray();
    }

    private static long hash(StagedEntry entry) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((entry.path() + '\0' + entry.kind() + '\0' + entry.mode() + '\0' + entry.mtime() + '\0' + entry.size() + '\0'
                    + entry.target() + '\0' + entry.digest()).getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest.digest()).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void send(Communicator leaders, int to, long[] hashes) {
        ByteBuffer length = leaders.allocate(4);
        length.slice().putInt(hashes == null ? -1 : hashes.length);
        Backoff.await(leaders.send(length, to, LENGTH_TAG));
        if (hashes != null && hashes.length > 0) {
            ByteBuffer bytes = leaders.allocate(8 * hashes.length);
            bytes.slice().asLongBuffer().put(hashes);
            Backoff.await(leaders.send(bytes, to, HASHES_TAG));
        }
    }

    private static long[] receive(Communicator leaders, int from) {
        ByteBuffer length = leaders.allocate(4);
        Backoff.await(leaders.receive(length, from, LENGTH_TAG));
        int count = Math.min(length.slice().getInt(), MOST);
        if (count < 0) {
            return null;
        }
        long[] hashes = new long[count];
        if (count > 0) {
            ByteBuffer bytes = leaders.allocate(8 * count);
            Backoff.await(leaders.receive(bytes, from, HASHES_TAG));
            bytes.slice().asLongBuffer().get(hashes);
        }
        return hashes;
    }
}
