package io.classcast.bench.program;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Says what its JVM has used of the processor until main began. */
public final class HelloRank {
    /** {@code utime} and {@code stime} of proc(5), behind the process's name, in ticks of {@code USER_HZ}, which is 100 on all of Linux's platforms. */
    private static final int USER_TIME = 11;
    private static final int MICROS_A_TICK = 10_000;

    private HelloRank() {
    }

    /**
     * Prints one line.
     *
     * @param args not used
     * @throws IOException never
     */
    public static void main(String[] args) throws IOException {
        byte[] bytes;
        try (InputStream in = new FileInputStream("/proc/self/stat")) {
            bytes = in.readAllBytes();
        }
        String stat = new String(bytes, StandardCharsets.US_ASCII);
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1]);
        System.out.println("cpu=".concat(Long.toString(ticks * MICROS_A_TICK)));
    }
}
