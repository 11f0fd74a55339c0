package io.classcast.job;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a rank tells all others when they agree: 512 bytes, so that one collective of equal records does it.
 *
 * <pre>
 *   0 i32 protocol   4 i32 Java version   8 i64 class path   16 i64 options   24 i64 node   32 i32 length of problem
 *   36 problem, UTF-8, at most 476 bytes
 * </pre>
 *
 * @param javaFeature Java version
 * @param classPath fingerprint of the class path
 * @param options fingerprint of agent version and options
 * @param node hash of the node's identity
 * @param problem why this rank cannot go on, or empty
 */
record RankRecord(int javaFeature, long classPath, long options, long node, String problem) {
    static final int BYTES = 512;
    private static final int PROTOCOL = 1;
    private static final int TEXT = BYTES - 36;

    byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        byte[] text = problem.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(text.length, TEXT);
        out.putInt(PROTOCOL).putInt(javaFeature).putLong(classPath).putLong(options).putLong(node).putInt(length);
        out.put(text, 0, length);
        return out.array();
    }

    static RankRecord decode(byte[] all, int rank) {
        ByteBuffer in = ByteBuffer.wrap(all, rank * BYTES, BYTES).order(ByteOrder.LITTLE_ENDIAN);
        int protocol = in.getInt();
        int java = in.getInt();
        long classPath = in.getLong();
        long options = in.getLong();
        long node = in.getLong();
        int length = Math.max(0, Math.min(in.getInt(), TEXT));
        int from = in.position();
        String problem = new String(Arrays.copyOfRange(all, from, from + length), StandardCharsets.UTF_8);
        return new RankRecord(java, classPath, options, node, protocol == PROTOCOL ? problem : "speaks another protocol");
    }
}
