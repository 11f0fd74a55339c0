package io.classcast.doctor;

import io.classcast.ClasscastException;
import io.classcast.OwnProcess;
import io.classcast.classpath.ClassPath;
import io.classcast.console.JsonText;
import io.classcast.mpi.Communicator;
import io.classcast.mpi.Gathering;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Brings the reports of all ranks to rank 0 in two steps, within each node and then between the nodes' first ranks: so that no rank
 * holds more than one report for each node.
 */
final class NodeGathering {
    private final Communicator node;
    private final Communicator leaders;

    /** All ranks do this at the same point. */
    NodeGathering(Communicator world) {
        byte[] all = world.allGather(ByteBuffer.allocate(8).putLong(identity()).array());
        ByteBuffer identities = ByteBuffer.wrap(all);
        long mine = identities.getLong(8 * world.rank());
        int leader = 0;
        while (identities.getLong(8 * leader) != mine) {
            leader++;
        }
        node = world.split(leader);
        Communicator split = world.split(leader == world.rank() ? 1 : 0);
        leaders = leader == world.rank() ? split : null;
    }

    /** The boot tells machines of one name apart, the name tells containers of one machine apart. */
    private static long identity() {
        try {
            String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).trim();
            return ClassPath.fingerprint(List.of(boot, OwnProcess.host()));
        } catch (IOException e) {
            throw new ClasscastException("cannot identify the node: " + e, e);
        }
    }

    /** Whether this rank speaks for its node; rank 0 is one of those that do. */
    boolean leads() {
        return leaders != null;
    }

    /** Gathers; the nodes in the order of their first ranks. Null on ranks that do not lead their node. */
    Job gather(RankReport mine, List<Long> clocks) {
        List<RankReport> ranks = Gathering.texts(node, JsonText.line(mine)).stream()
                .map(report -> JsonText.read(report, RankReport.class)).toList();
        if (!leads()) {
            return null;
        }
        NodeReport here = NodeReport.of(OwnProcess.host(), clocks, ranks);
        return new Job(Gathering.texts(leaders, JsonText.line(here)).stream()
                .map(report -> JsonText.read(report, NodeReport.class)).toList());
    }
}
