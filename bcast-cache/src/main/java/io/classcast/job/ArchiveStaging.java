package io.classcast.job;

import io.classcast.mpi.ChainBroadcast;
import io.classcast.mpi.Communicator;
import io.classcast.mpi.Gathering;
import io.classcast.store.ClassArchive;
import io.classcast.store.StoreBase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings all class archives of rank 0's node to the stores of the other nodes, outside of any job that uses them.
 *
 * @param archives how many rank 0 has
 * @param bytes of them
 * @param problems what is wrong on each node, by leader; empty where it has them all
 */
public record ArchiveStaging(int archives, long bytes, List<String> problems) {
    /**
     * Takes part, on every leader.
     *
     * @param leaders one rank a node
     * @param base where this node's stores are
     * @param keepMillis for how long from now the archives are wanted
     * @param pulse beaten when something moves
     * @return what came of it, the same on all ranks
     */
    public static ArchiveStaging run(Communicator leaders, StoreBase base, long keepMillis, Pulse pulse) {
        boolean root = leaders.rank() == 0;
        String problem = "";
        boolean own = false;
        try {
            base.prepare();
            own = true;
        } catch (IOException e) {
            problem = e.getMessage();
        }
        String keys = Gathering.texts(leaders, root && own ? String.join(" ", ClassArchive.keys(base)) : "").get(0);
        pulse.beat();
        long bytes = 0;
        int archives = 0;
        for (String key : keys.isEmpty() ? new String[0] : keys.split(" ")) {
            ClassArchive archive = new ClassArchive(base, key);
            ArchiveSharing.run(leaders, archive, own, new Beat(pulse));
            String identity = Gathering.texts(leaders, Long.toHexString(own && archive.isWhole() ? archive.identity() : 0)).get(0);
            pulse.beat();
            if (own && archive.isWhole() && Long.toHexString(archive.identity()).equals(identity)) {
                archive.keep(keepMillis);
                archives++;
                bytes += archive.length();
            } else if (problem.isEmpty()) {
                problem = archive.file() + " could not be written (" + base.parent().toFile().getUsableSpace() + " bytes are free)";
            }
        }
        List<String> problems = new ArrayList<>(Gathering.texts(leaders, problem));
        String[] sums = Gathering.texts(leaders, archives + " " + bytes).get(0).split(" ");
        pulse.beat();
        return new ArchiveStaging(Integer.parseInt(sums[0]), Long.parseLong(sums[1]), problems);
    }

    /**
     * Passes a sign of life on.
     *
     * @param pulse who waits for it
     */
    private record Beat(Pulse pulse) implements ChainBroadcast.Heartbeat {
        @Override
        public void beat(int bytes) {
            pulse.beat();
        }
    }
}
