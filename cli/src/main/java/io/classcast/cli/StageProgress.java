package io.classcast.cli;

import io.classcast.stage.Progress;
import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** A bar with rate and remaining time on a terminal, else a line every ten seconds. One thread tells, another closes. */
final class StageProgress implements Progress, AutoCloseable {
    /** Set by the script that starts us, which can ask the shell: before JDK 22 Java cannot tell a terminal. */
    private static final String TERMINAL = "classcast.terminal";
    private static final long EVERY_NANOS = 10_000_000_000L;
    private static final long MIB = 1 << 20;

    private final boolean enabled;
    private final PrintWriter err;
    private final long begun = System.nanoTime();
    private ProgressBar bar;
    private long total;
    private long done;
    private long told = begun;

    StageProgress(boolean enabled, PrintWriter err) {
        this.enabled = enabled;
        this.err = err;
    }

    @Override
    public synchronized void total(long bytes) {
        total = bytes;
        if (enabled && Boolean.getBoolean(TERMINAL)) {
            bar = new ProgressBarBuilder().setTaskName("stage").setInitialMax(bytes > 0 ? bytes : -1).setUnit(" MiB", MIB).showSpeed().build();
        }
    }

    @Override
    public synchronized void read(long bytes) {
        done += bytes;
        if (bar != null) {
            bar.stepBy(bytes);
        } else if (enabled && System.nanoTime() - told > EVERY_NANOS) {
            told = System.nanoTime();
            double seconds = (told - begun) / 1e9;
            double rate = done / seconds;
            err.printf(Locale.ROOT, "bcastjar: %d of %s MiB, %.0f MiB/s%s%n", done / MIB, total > 0 ? Long.toString(total / MIB) : "?", rate / MIB,
                    total > done ? String.format(Locale.ROOT, ", %.0f s to go", (total - done) / rate) : "");
            err.flush();
        }
    }

    @Override
    public synchronized void note(String line) {
        if (enabled) {
            err.println("bcastjar: left out: " + line);
            err.flush();
        }
    }

    @Override
    public synchronized void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
