package io.classcast.bench.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;

/** Sends bytes over one connection: {@code receive PORT} prints READY and then the nanoseconds; {@code send HOST PORT BYTES}. */
public final class SendProbe {
    private static final int BUFFER = 1 << 20;

    private SendProbe() {
    }

    /**
     * Runs one end.
     *
     * @param arguments see above
     * @throws IOException where the connection fails
     */
    public static void main(String[] arguments) throws IOException {
        byte[] buffer = new byte[BUFFER];
        if (arguments[0].equals("receive")) {
            try (ServerSocket server = new ServerSocket(Integer.parseInt(arguments[1])); Socket socket = server.accept(); InputStream in = socket.getInputStream()) {
                int n = in.read(buffer);
                long begun = System.nanoTime();
                while (n >= 0) {
                    n = in.read(buffer);
                }
                System.out.println("nanos " + (System.nanoTime() - begun));
            }
            return;
        }
        try (Socket socket = new Socket(arguments[1], Integer.parseInt(arguments[2])); OutputStream out = socket.getOutputStream()) {
            for (long left = Long.parseLong(arguments[3]); left > 0; left -= BUFFER) {
                out.write(buffer, 0, (int) Math.min(BUFFER, left));
            }
        }
    }
}
