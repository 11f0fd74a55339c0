package io.classcast.job;

import io.classcast.ClasscastException;
import io.classcast.NativeMemory;
import io.classcast.OwnProcess;
import io.classcast.classpath.ClassPath;
import io.classcast.image.Image;
import io.classcast.mpi.ChainBroadcast;
import io.classcast.mpi.Communicator;
import io.classcast.store.ClassArchive;
import io.classcast.store.NodeStore;
import io.classcast.store.StoreBase;
import io.classcast.store.StoredImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * One run of the chain, the same on every rank: agree who we are; rank 0 scans; the index and the jars travel from leader to
 * leader; each node's ranks map its store; agree that all is well. Every step ends in the same way on all ranks, so they
 * serve the class path together or fall back together. One thread; all waiting is bounded by who watches the {@link Pulse}.
 */
public final class Job {
    /** Why a rank falls back that has no problem of its own: another one will say. */
    private static final String ELSEWHERE = "";

    private final JobConfig config;
    private final Communicator world;
    private final Phases phases;
    private final Pulse pulse;
    private final Progress progress;
    private final long beatMillis;
    /** Null where this is not rank 0, or the scan has not begun. */
    private RootScan root;
    private NodeStore store;
    private List<String> problems = List.of();
    /** The index that rank 0 built; the other leaders receive theirs. */
    private ByteBuffer index;

    /**
     * Creates a job.
     *
     * @param config what to do
     * @param world the job's ranks
     * @param phases told when a step ends
     * @param pulse beaten when a collective ends
     * @param progress told on rank 0 while the broadcast runs
     * @param ahead the scan, where it has begun already; or null
     */
    public Job(JobConfig config, Communicator world, Phases phases, Pulse pulse, Progress progress, RootScan ahead) {
        this.config = config;
        this.world = world;
        this.phases = phases;
        this.pulse = pulse;
        this.progress = progress;
        root = ahead;
        beatMillis = Math.max(50, config.timeoutMillis() / 4);
    }

    /**
     * Runs the chain.
     *
     * @return the class path that is served from now on
     * @throws ClasscastException where the ranks agreed to fall back; the message is the same on every rank
     */
    public ServedJob serve() {
        boolean served = false;
        try {
            ServedJob result = run();
            served = true;
            return result;
        } finally {
            if (!served && store != null) {
                store.close(null, 0);
            } else if (!served && root != null) {
                root.discard();
            }
        }
    }

    private ServedJob run() {
        StoreBase base = null;
        String problem = "";
        String node = "";
        try {
            base = root == null ? StoreBase.choose(config.store()) : root.base();
            node = world.size() == 1 ? "" : base.identity();
        } catch (ClasscastException e) {
            problem = e.getMessage();
        }
        long nodeHash = ClassPath.fingerprint(List.of(node));
        long[] nodes = agree(nodeHash, problem);
        Topology topology = Topology.of(nodes, world.rank());
        Communicator leaders = split(world.rank() == topology.leader() ? 1 : 0);
        Communicator local = split(2 + topology.node());
        phases.end("connect");

        if (world.rank() != 0 && root != null) {
            // The launcher counts otherwise than MPI does.
            root.discard();
            root = null;
        }
        Header header = world.rank() == 0 ? scan(base) : await(world);
        String job = header.text();
        phases.end("scan");
        boolean leading = world.rank() == topology.leader();
        StoredImage image = null;
        try {
            if (leading) {
                lead(leaders, local, base, header);
                image = StoredImage.openFirst(store.directory());
                image = local.size() > 1 ? image.sharingClasses(true, true) : image;
                tell(local, new Header(Header.DONE, 0, 0, store.directory().toString()));
            } else {
                Path directory = Path.of(await(local).text());
                phases.end("broadcast");
                store = NodeStore.join(directory);
                image = StoredImage.open(directory).sharingClasses(false, true);
            }
        } catch (ClasscastException e) {
            problem = e.getMessage();
            if (leading) {
                tell(local, new Header(Header.FAILED, 0, 0, problem));
            }
        }
        agree(nodeHash, problem);
        phases.end("attach");
        return new ServedJob(image, store, job, world.rank(), world.size(), topology.nodes(), problems);
    }

    private Communicator split(int color) {
        Communicator part = world.split(color);
        pulse.beat();
        return part;
    }

    /** Rank 0 scans, and tells the others every quarter of the timeout that it is still at it. */
    private Header scan(StoreBase base) {
        if (root == null) {
            root = RootScan.of(config, base);
            root.start();
        }
        while (!root.awaitEnd(beatMillis)) {
            tell(world, Header.working());
        }
        store = root.store();
        if (root.failure() != null) {
            tell(world, new Header(Header.FAILED, 0, 0, root.failure().getMessage()));
            throw root.failure();
        }
        problems = root.problems();
        index = root.index();
        Header header = new Header(Header.DONE, index.remaining(), root.contentBytes(), root.job());
        tell(world, header);
        return header;
    }

    private void lead(Communicator leaders, Communicator local, StoreBase base, Header header) {
        boolean root = world.rank() == 0;
        ClasscastException failure = null;
        if (!root) {
            index = leaders.takesDirectMemory() ? NativeMemory.allocate((int) header.first())
                    : ByteBuffer.allocate((int) header.first());
            try {
                store = NodeStore.create(base, header.text());
            } catch (ClasscastException e) {
                // The collectives below are still to be taken part in: the other leaders wait for this one.
                failure = e;
            }
        }
        if (leaders.size() > 1) {
            LocalBeat beat = new LocalBeat(local, header.first() + header.second());
            failure = transfer(leaders, header, beat, failure);
            NativeMemory.free(index);
            index = null;
            if (config.archive() != null) {
                ArchiveSharing.run(leaders, new ClassArchive(base, config.archive()), failure == null, beat);
            }
        }
        phases.end("broadcast");
        if (failure != null) {
            throw failure;
        }
        store = store.publish();
    }

    /** Sends or receives the index, then the content; takes part to the end, whatever fails here. */
    private ClasscastException transfer(Communicator leaders, Header header, LocalBeat beat, ClasscastException before) {
        ClasscastException failure = ChainBroadcast.run(leaders, BufferPieces.of(index, leaders.size()), beat);
        boolean root = leaders.rank() == 0;
        failure = before != null ? before : failure;
        Image image = null;
        if (failure == null) {
            try {
                image = Image.open(index);
                if (!root) {
                    RootScan.writeIndex(store.directory(), index.duplicate());
                }
            } catch (ClasscastException e) {
                failure = e;
            } catch (IOException e) {
                failure = cannotWrite(e);
            }
        }
        // Only who has the index knows the pieces, and a chain needs all of its links.
        byte[] ready = leaders.allGather(new byte[] {(byte) (failure == null ? 1 : 0)});
        pulse.beat();
        for (byte leader : ready) {
            if (leader == 0) {
                return failure == null ? new ClasscastException(ELSEWHERE) : failure;
            }
        }
        try (StorePieces content = new StorePieces(store.directory(), StorePieces.of(image), leaders, !root)) {
            return ChainBroadcast.run(leaders, content, beat);
        } catch (IOException e) {
            return cannotWrite(e);
        }
    }

    private ClasscastException cannotWrite(IOException e) {
        return new ClasscastException("cannot write the node store " + store.directory() + ": " + e.getMessage(), e);
    }

    private void tell(Communicator comm, Header header) {
        ByteBuffer bytes = ByteBuffer.allocate(Header.BYTES);
        header.encode(bytes);
        comm.broadcast(bytes, 0);
        pulse.beat();
    }

    private Header await(Communicator comm) {
        ByteBuffer bytes = ByteBuffer.allocate(Header.BYTES);
        Header header;
        do {
            bytes.clear();
            comm.broadcast(bytes, 0);
            pulse.beat();
            header = Header.decode(bytes);
        } while (header.state() == Header.WORKING);
        if (header.state() != Header.DONE) {
            throw new ClasscastException(header.text());
        }
        return header;
    }

    /** All ranks say how they are; one that is not well, or not like rank 0, makes all of them fall back. */
    private long[] agree(long node, String problem) {
        long options = ClassPath.fingerprint(List.of(config.agentVersion(), String.valueOf(config.locations()),
                String.valueOf(config.archive() != null), String.valueOf(config.profile() != null)));
        RankRecord mine = new RankRecord(Runtime.version().feature(), config.classPath().fingerprint(), options,
                node, problem.isEmpty() ? "" : OwnProcess.host() + ": " + problem);
        byte[] all = world.allGather(mine.encode());
        pulse.beat();
        long[] nodes = new long[world.size()];
        RankRecord first = RankRecord.decode(all, 0);
        for (int rank = 0; rank < nodes.length; rank++) {
            RankRecord record = RankRecord.decode(all, rank);
            String difference = record.problem();
            if (difference.isEmpty()) {
                difference = record.javaFeature() != first.javaFeature()
                        ? "runs Java " + record.javaFeature() + ", rank 0 runs Java " + first.javaFeature()
                        : record.options() != first.options() ? "has another agent or other options than rank 0"
                        : record.classPath() != first.classPath() ? "has another class path than rank 0" : "";
            }
            if (!difference.isEmpty()) {
                throw new ClasscastException(nodes.length == 1 ? record.problem() : "rank " + rank + " on " + difference);
            }
            nodes[rank] = record.node();
        }
        return nodes;
    }

    /** Keeps the ranks of a node informed while their leader receives, and tells how far it is. */
    private final class LocalBeat implements ChainBroadcast.Heartbeat {
        private final Communicator local;
        private final long total;
        private long done;
        private long told = System.nanoTime();

        LocalBeat(Communicator local, long total) {
            this.local = local;
            this.total = total;
        }

        @Override
        public void beat(int bytes) {
            pulse.beat();
            done += bytes;
            if (world.rank() == 0) {
                progress.sent(done, total);
            }
            if (System.nanoTime() - told > beatMillis * 1_000_000) {
                tell(local, Header.working());
                told = System.nanoTime();
            }
        }
    }

    /** Told on rank 0 while the broadcast runs. */
    public interface Progress {
        /**
         * So much is through.
         *
         * @param done bytes
         * @param total bytes
         */
        void sent(long done, long total);
    }
}
