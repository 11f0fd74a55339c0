package io.classcast.job;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * What the one who works tells those who wait for it: rank 0 to all during the scan, a leader to its node while the jars
 * arrive. 1,024 bytes: i32 state, i64 a, i64 b, i32 length, text.
 *
 * @param state one of the constants
 * @param first bytes of the index, from rank 0
 * @param second bytes of content, from rank 0
 * @param text name of the job, path of the store, or what went wrong
 */
record Header(int state, long first, long second, String text) {
    static final int BYTES = 1024;
    /** Still at work: wait for the next header. */
    static final int WORKING = 1;
    /** Done. */
    static final int DONE = 2;
    /** It went wrong; the text says why. */
    static final int FAILED = 3;

    static Header working() {
        return new Header(WORKING, 0, 0, "");
    }

    void encode(ByteBuffer out) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(utf8.length, BYTES - 24);
        out.clear().order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(state).putLong(first).putLong(second).putInt(length).put(utf8, 0, length);
        out.clear();
    }

    static Header decode(ByteBuffer in) {
        in.clear().order(ByteOrder.LITTLE_ENDIAN);
        int state = in.getInt();
        long first = in.getLong();
        long second = in.getLong();
        byte[] utf8 = new byte[Math.max(0, Math.min(in.getInt(), BYTES - 24))];
        in.get(utf8);
        return new Header(state, first, second, new String(utf8, StandardCharsets.UTF_8));
    }
}
