package io.classcast.job;

import io.classcast.ClasscastException;
import io.classcast.NativeMemory;
import io.classcast.OwnProcess;
import io.classcast.classpath.ClassPath;
import io.classcast.mpi.Communicator;
import io.classcast.mpi.MpjCommunicator;
import io.classcast.mpi.MpjLaunch;
import io.classcast.mpi.SoloCommunicator;
import io.classcast.mpi.foreign.CLibrary;
import io.classcast.mpi.foreign.ForeignCalls;
import io.classcast.mpi.foreign.LinkerCalls;
import io.classcast.mpi.foreign.NativeMpi;
import java.io.File;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The job of a program of ours that is itself started as ranks, such as {@code bcastjar stage}: nobody else in it uses MPI.
 * One thread.
 */
public final class ToolJob implements AutoCloseable {
    private final Engine engine;
    private final Communicator world;
    private final NativeMpi foreign;
    private final Class<?> mpj;

    private ToolJob(Engine engine, Communicator world, NativeMpi foreign, Class<?> mpj) {
        this.engine = engine;
        this.world = world;
        this.foreign = foreign;
        this.mpj = mpj;
    }

    /**
     * Connects to the other ranks, if there are any.
     *
     * @param option auto, mpj, mpi or none
     * @param caller in whose name the JDK's restricted methods are called
     * @return the job
     * @throws ClasscastException where the engine cannot be used
     */
    public static ToolJob connect(String option, MethodHandles.Lookup caller) {
        MpjLaunch launch = MpjLaunch.detect();
        Engine engine = Engine.choose(option, launch, System.getenv()).claim(System.getenv("CLASSCAST_STORE"));
        if (engine.mpj() != null) {
            try {
                Class<?> mpi = Class.forName("mpi.MPI");
                return new ToolJob(engine, MpjCommunicator.connect(mpi, launch), null, mpi);
            } catch (ClassNotFoundException e) {
                throw new ClasscastException("MPJ Express's jars are not on the class path (" + e.getMessage() + " not found)", e);
            }
        }
        if (engine.foreign() != null) {
            NativeMpi mpi = NativeMpi.load(calls(caller), engine.foreign().libraries(), engine.foreign().parts());
            return new ToolJob(engine, mpi.connect(), mpi, null);
        }
        return new ToolJob(engine, new SoloCommunicator(), null, null);
    }

    /** By our library, which lies beside the jar of the program; else by {@code java.lang.foreign}, where this JDK has it. */
    private static ForeignCalls calls(MethodHandles.Lookup caller) {
        try {
            Path jar = Path.of(ToolJob.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            return CLibrary.load(jar, System.getenv("CLASSCAST_STORE"), new CLibrary.Loader() {
                @Override
                public void load(String file) {
                    System.load(file);
                }
            });
        } catch (ClasscastException e) {
            if (Runtime.version().feature() < ForeignCalls.FIRST_JDK) {
                throw e;
            }
            return new LinkerCalls(caller, e.getMessage());
        } catch (URISyntaxException e) {
            throw new ClasscastException("our own jar has no path: " + e, e);
        }
    }

    /**
     * What is left of main's arguments: MPJ Express puts its own before them.
     *
     * @param arguments of main
     * @return the program's
     */
    public static String[] ownArguments(String[] arguments) {
        MpjLaunch launch = MpjLaunch.detect();
        return launch == null ? arguments : Arrays.copyOfRange(arguments, launch.initArgumentCount(), arguments.length);
    }

    /**
     * All ranks.
     *
     * @return the communicator
     */
    public Communicator world() {
        return world;
    }

    /**
     * What carries the messages.
     *
     * @return mpj, mpi with its library, or none
     */
    public String engine() {
        return foreign == null ? engine.label() : engine.label() + ", " + foreign.label();
    }

    /**
     * Why this process is no rank, though variables say so.
     *
     * @return null where it is one, or nothing says so
     */
    public String noRank() {
        return engine.noRank();
    }

    /**
     * One communicator for each node that a directory belongs to, and one for their leaders, the lowest rank of each.
     *
     * @param directory that ranks of one node share; need not exist
     * @return the nodes, as this rank sees them
     */
    public Nodes nodes(Path directory) {
        long[] nodes = new long[world.size()];
        String node = "";
        try {
            Path existing = directory.toAbsolutePath();
            while (!Files.exists(existing)) {
                existing = existing.getParent();
            }
            node = new String(NativeMemory.read(new File("/proc/sys/kernel/random/boot_id")), StandardCharsets.US_ASCII).trim() + '/' + OwnProcess.host() + '/'
                    + Files.getAttribute(existing, "unix:dev");
        } catch (IOException e) {
            node = OwnProcess.host();
        }
        long mine = ClassPath.fingerprint(List.of(node));
        byte[] all = world.allGather(ByteBuffer.allocate(8).putLong(mine).array());
        for (int rank = 0; rank < nodes.length; rank++) {
            nodes[rank] = ByteBuffer.wrap(all).getLong(8 * rank);
        }
        Topology topology = Topology.of(nodes, world.rank());
        boolean leads = topology.leader() == world.rank();
        Communicator leaders = world.split(leads ? 1 : 0);
        return new Nodes(leads ? leaders : null, topology.nodes());
    }

    /**
     * The nodes of a job.
     *
     * @param leaders one rank a node, rank 0 among them; null where this rank does not lead its node
     * @param count of nodes
     */
    public record Nodes(Communicator leaders, int count) {
    }

    /** The last of all, on all ranks: a native MPI's communicators are given back, its launcher gets its good-bye at the exit; MPJ Express is finalised. */
    @Override
    public void close() {
        if (foreign != null) {
            foreign.complete();
            foreign.leave();
        }
        if (mpj != null) {
            try {
                mpj.getMethod("Finalize").invoke(null);
            } catch (InvocationTargetException e) {
                throw new ClasscastException("MPI.Finalize failed: " + e.getCause(), e.getCause());
            } catch (ReflectiveOperationException e) {
                throw new ClasscastException("this mpi.MPI is not MPJ Express: " + e, e);
            }
        }
    }
}
