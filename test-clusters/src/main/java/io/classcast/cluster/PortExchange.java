package io.classcast.cluster;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * Where ranks of MPJ Express that no daemon started tell each other their ports, once (what {@code NIODevice.init} of 0.44
 * speaks): each sends a string, its write port, its read port and its rank, and gets the list of all, by rank. Run on a host of the job
 * with {@code PORT RANKS}.
 */
public final class PortExchange {
    private PortExchange() {
    }

    /**
     * Serves one job.
     *
     * @param arguments address, port and number of ranks
     * @throws IOException where a rank goes away
     */
    public static void main(String[] arguments) throws IOException {
        int size = Integer.parseInt(arguments[2]);
        List<Socket> ranks = new ArrayList<>();
        String[] peers = new String[size];
        try (ServerSocket server = new ServerSocket(Integer.parseInt(arguments[1]), size, InetAddress.getByName(arguments[0]))) {
            while (ranks.size() < size) {
                Socket rank = server.accept();
                ranks.add(rank);
                DataInputStream in = new DataInputStream(rank.getInputStream());
                in.readUTF();
                int writePort = in.readInt();
                int readPort = in.readInt();
                int number = in.readInt();
                peers[number] = rank.getInetAddress().getHostAddress() + '@' + readPort + '@' + writePort + '@' + number + "@0;";
            }
            String list = "#Peer Information;" + String.join("", peers);
            for (Socket rank : ranks) {
                new DataOutputStream(rank.getOutputStream()).writeUTF(list);
                rank.close();
            }
        }
    }
}
