package io.classcast.bench.program;

import io.classcast.classpath.FurtherFiles;
import io.classcast.classpath.LaunchPath;
import io.classcast.classpath.LauncherEntries;
import io.classcast.job.Job;
import io.classcast.job.JobConfig;
import io.classcast.job.Phases;
import io.classcast.job.Pulse;
import io.classcast.job.ServedJob;
import io.classcast.mpi.Communicator;
import io.classcast.mpi.MpjCommunicator;
import io.classcast.mpi.MpjLaunch;
import io.classcast.mpi.foreign.JobParts;
import io.classcast.mpi.foreign.LinkerCalls;
import io.classcast.mpi.foreign.NativeLaunch;
import io.classcast.mpi.foreign.NativeMpi;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Started as every rank of a job, one a host: broadcasts a class path of one jar as the agent does, into every node's store, and
 * the same number of bytes by the engine's own broadcast, memory to memory, in turns. Rank 0 prints {@code result MIB ROUND
 * BARE_NANOS OURS_NANOS}, each from the first rank's start to the last rank's end; round 0 warms up.
 */
public final class BroadcastProbe {
    private static final long TIMEOUT_MILLIS = 120_000;

    private final Communicator world;
    private final Bare bare;
    private final boolean direct;
    private final Path directory;

    private interface Bare {
        void broadcast(ByteBuffer bytes);
    }

    private BroadcastProbe(Communicator world, Bare bare, Path directory) {
        this.world = world;
        this.bare = bare;
        this.directory = directory;
        direct = world.takesDirectMemory();
    }

    /**
     * Runs.
     *
     * @param arguments mpi or mpj, number of rounds, a node-local directory, sizes in MiB
     * @throws Exception whatever goes wrong
     */
    public static void main(String[] arguments) throws Exception {
        // MPJ Express puts three arguments of its own before ours.
        int first = MpjLaunch.detect() == null ? 0 : MpjLaunch.detect().initArgumentCount();
        String engine = arguments[first];
        int rounds = Integer.parseInt(arguments[first + 1]);
        Path directory = Files.createDirectories(Path.of(arguments[first + 2]));
        if (engine.equals("mpj")) {
            Class<?> mpi = Class.forName("mpi.MPI");
            Communicator world = MpjCommunicator.connect(mpi, MpjLaunch.detect());
            new BroadcastProbe(world, bytes -> world.broadcast(bytes, 0), directory).run(arguments, first + 3, rounds);
            mpi.getMethod("Finalize").invoke(null);
            return;
        }
        NativeMpi mpi = NativeMpi.load(new LinkerCalls(MethodHandles.lookup(), ""), NativeLaunch.detect(System.getenv(), null).libraries(), JobParts.ONE);
        Communicator world = mpi.connect();
        new BroadcastProbe(world, mpi::bareBroadcast, directory).run(arguments, first + 3, rounds);
        mpi.complete();
        mpi.leave();
    }

    private void run(String[] arguments, int from, int rounds) throws IOException {
        for (int i = from; i < arguments.length; i++) {
            int mib = Integer.parseInt(arguments[i]);
            Path jar = directory.resolve("broadcast-" + mib + ".jar");
            if (world.rank() == 0) {
                write(jar, mib);
            }
            ByteBuffer memory = direct ? ByteBuffer.allocateDirect(mib << 20) : ByteBuffer.allocate(mib << 20);
            for (int round = 0; round <= rounds; round++) {
                long bareNanos = latest(bare(memory));
                long oursNanos = latest(ours(jar));
                if (world.rank() == 0) {
                    System.out.println("result " + mib + " " + round + " " + bareNanos + " " + oursNanos);
                }
            }
            Files.deleteIfExists(jar);
        }
    }

    private long bare(ByteBuffer memory) {
        world.allGather(new byte[1]);
        long begun = System.nanoTime();
        bare.broadcast(memory);
        return System.nanoTime() - begun;
    }

    private long ours(Path jar) {
        Phases phases = new Phases();
        JobConfig config = new JobConfig(LaunchPath.ofUrls(List.of("file:" + jar)), false, directory.toString(), List.of(), TIMEOUT_MILLIS,
                LauncherEntries.NONE, false, null, null, FurtherFiles.NONE, "bench");
        // The stores of the rounds before are removed, but their room is only free when their mappings are gone.
        System.gc();
        world.allGather(new byte[1]);
        ServedJob job = new Job(config, world, phases, new Pulse(), (done, total) -> { }, null).serve();
        job.store().close(null, 0);
        return (long) (phases.millis().get("broadcast") * 1e6);
    }

    private long latest(long nanos) {
        byte[] all = world.allGather(ByteBuffer.allocate(8).putLong(nanos).array());
        long latest = 0;
        for (int rank = 0; rank < world.size(); rank++) {
            latest = Math.max(latest, ByteBuffer.wrap(all).getLong(8 * rank));
        }
        return latest;
    }

    /** One stored entry of random bytes. */
    private static void write(Path jar, int mib) throws IOException {
        byte[] block = new byte[1 << 20];
        Random random = new Random(mib);
        CRC32 crc = new CRC32();
        for (int i = 0; i < mib; i++) {
            random.nextBytes(block);
            crc.update(block);
        }
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            ZipEntry entry = new ZipEntry("data.bin");
            entry.setMethod(ZipEntry.STORED);
            entry.setSize((long) mib << 20);
            entry.setCrc(crc.getValue());
            zip.putNextEntry(entry);
            random = new Random(mib);
            for (int i = 0; i < mib; i++) {
                random.nextBytes(block);
                zip.write(block);
            }
        }
    }
}
