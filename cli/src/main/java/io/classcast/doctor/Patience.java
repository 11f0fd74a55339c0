package io.classcast.doctor;

import io.classcast.OwnProcess;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends this process where the other ranks do not answer: MPI itself waits for ever, for a rank that did not start or whose file
 * system hangs.
 */
final class Patience {
    private final CountDownLatch done = new CountDownLatch(1);

    private Patience() {
    }

    static Patience start(int seconds, boolean first, PrintWriter err) {
        Patience patience = new Patience();
        Thread thread = new Thread(() -> patience.watch(seconds, first, err), "classcast-patience");
        thread.setDaemon(true);
        thread.start();
        return patience;
    }

    private void watch(int seconds, boolean first, PrintWriter err) {
        try {
            if (!done.await(seconds, TimeUnit.SECONDS)) {
                if (first) {
                    err.println("bcastjar doctor: on " + OwnProcess.host() + ": not all ranks answered within " + seconds + " s; see"
                            + " whether all of them started, whether a file"
                            + " system hangs, or raise --timeout");
                    err.flush();
                }
                // Not exit: the main thread is inside MPI and may never come back.
                Runtime.getRuntime().halt(first ? Level.ERROR.exitCode() : 0);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void end() {
        done.countDown();
    }
}
