package io.classcast.bench.program;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;

/**
 * Runs another main class, and notes when it was called and when it had returned. It uses next to nothing of the JDK, since what it
 * loads is measured, too.
 */
public final class Measured extends Thread {
    /** Names the variable with the file that takes the notes. */
    public static final String VARIABLE = "STARTUP_BENCH_MARKS";

    private static final int MOST = 4096;
    private static long called;
    private static long returned;

    private Measured() {
    }

    /**
     * Writes {@code main=MILLIS loaded=MILLIS pss=KIB}, milliseconds since 1970, when the JVM ends.
     *
     * @param args main class, and its arguments; where MPJ Express has put its own three before them, those are passed on
     * @throws Throwable what the main class throws
     */
    public static void main(String[] args) throws Throwable {
        called = System.currentTimeMillis();
        Runtime.getRuntime().addShutdownHook(new Measured());
        // MPJ Express: rank, configuration, device.
        int own = args.length > 3 && args[2].equals("niodev") ? 3 : 0;
        String[] others = new String[args.length - 1];
        System.arraycopy(args, 0, others, 0, own);
        System.arraycopy(args, own + 1, others, own, others.length - own);
        Method main = Class.forName(args[own], true, ClassLoader.getSystemClassLoader()).getMethod("main", String[].class);
        try {
            main.invoke(null, (Object) others);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        } finally {
            returned = System.currentTimeMillis();
        }
    }

    @Override
    public void run() {
        long loaded = returned != 0 ? returned : System.currentTimeMillis();
        String file = System.getenv(VARIABLE);
        if (file == null) {
            return;
        }
        try (FileOutputStream out = new FileOutputStream(file)) {
            out.write(("main=" + called + " loaded=" + loaded + " pss=" + pss() + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            System.err.println("startup-bench: cannot write " + file + ": " + e.getMessage());
        }
    }

    /** Proportional set size, KiB (proc(5), smaps_rollup); 0 where the kernel does not tell. */
    private static long pss() {
        byte[] text = new byte[MOST];
        int length;
        try (FileInputStream in = new FileInputStream("/proc/self/smaps_rollup")) {
            length = in.read(text);
        } catch (IOException e) {
            return 0;
        }
        String all = new String(text, 0, Math.max(0, length), StandardCharsets.US_ASCII);
        int at = all.indexOf("\nPss:");
        if (at < 0) {
            return 0;
        }
        long kib = 0;
        for (int i = at + 5; i < all.length() && all.charAt(i) != '\n'; i++) {
            char c = all.charAt(i);
            if (c >= '0' && c <= '9') {
                kib = 10 * kib + c - '0';
            }
        }
        return kib;
    }
}
