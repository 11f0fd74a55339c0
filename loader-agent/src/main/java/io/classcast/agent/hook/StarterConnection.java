package io.classcast.agent.hook;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;

/**
 * The connection of a rank to MPJ Express's starter. MPJ 0.44 tries it once, and loses about one job in ten to the race
 * between the ranks and the starter's server socket; this tries again until the starter listens.
 */
public final class StarterConnection {
    private static final long PATIENCE_MILLIS = 30_000;
    private static final long PAUSE_MILLIS = 20;

    private StarterConnection() {
    }

    /**
     * Called by {@code xdev.niodev.NIODevice.init} in place of {@code new Socket(String, int)}.
     *
     * @param host the starter's
     * @param port the starter's
     * @return a connected socket
     * @throws IOException where the starter does not listen for 30 s, or for any other reason at once
     */
    public static Socket open(String host, int port) throws IOException {
        long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        while (true) {
            try {
                return new Socket(host, port);
            } catch (ConnectException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                try {
                    Thread.sleep(PAUSE_MILLIS);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw e;
                }
            }
        }
    }
}
