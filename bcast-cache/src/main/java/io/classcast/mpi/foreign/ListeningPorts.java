package io.classcast.mpi.foreign;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.StringTokenizer;

/**
 * Who waits for connections on this host, read from /proc (proc(5), /proc/net/tcp): a launcher counts connections, so none may be
 * made to see whether it is there.
 */
final class ListeningPorts {
    /** {@code TCP_LISTEN} of the kernel's tcp_states.h. The kernel lists those first ({@code tcp_seq_start}, Linux 2.6.12 to 6.12). */
    private static final String LISTENS = "0A";
    private static final int INODE = 9;

    private ListeningPorts() {
    }

    /**
     * Looks for a port.
     *
     * @param port number
     * @return inode of the socket, which no other one has while that is open; empty where nobody listens; null where /proc does
     *         not tell
     */
    static String socketOf(int port) {
        String found = in("/proc/self/net/tcp", port);
        if (found != null && !found.isEmpty()) {
            return found;
        }
        String sixth = in("/proc/self/net/tcp6", port);
        return sixth == null ? found : found == null && sixth.isEmpty() ? null : sixth;
    }

    private static String in(String table, int port) {
        StringBuilder text = new StringBuilder();
        try (FileInputStream in = new FileInputStream(table)) {
            byte[] piece = new byte[8192];
            for (int n = in.read(piece); n > 0; n = in.read(piece)) {
                text.append(new String(piece, 0, n, StandardCharsets.US_ASCII));
                if (text.indexOf(" 01 ") >= 0) {
                    // Connections, perhaps thousands of them, follow those who wait.
                    break;
                }
            }
        } catch (IOException e) {
            return null;
        }
        return find(text.toString(), port);
    }

    /** Lines of {@code sl local remote state queues timer retransmits uid timeout inode …}, after one of titles. */
    static String find(String table, int port) {
        StringTokenizer lines = new StringTokenizer(table, "\n");
        while (lines.hasMoreTokens()) {
            StringTokenizer words = new StringTokenizer(lines.nextToken());
            String local = "";
            for (int i = 0; words.hasMoreTokens(); i++) {
                String word = words.nextToken();
                if (i == 1) {
                    local = word;
                } else if (i == 3 && !(word.equals(LISTENS) && isPort(local, port))) {
                    break;
                } else if (i == INODE) {
                    return word;
                }
            }
        }
        return "";
    }

    private static boolean isPort(String local, int port) {
        try {
            return Integer.parseInt(local.substring(local.lastIndexOf(':') + 1), 16) == port;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
