package io.classcast.mpi.foreign;

import io.classcast.ClasscastException;
import io.classcast.mpi.Communicator;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * This process's part in a job of a native MPI library. Where the library has Sessions (MPI-4.1, 11.3: MPICH 4, Open MPI 5),
 * one is opened and never finalised: the application's own MPI_Init and MPI_Finalize then work untouched. Where it has none
 * (Open MPI 4), MPI is initialised, and finalised as soon as the class path is served: from then on the process is for
 * mpirun what a program without MPI is, and may exit as it likes. One thread.
 */
public final class NativeMpi implements AutoCloseable {
    private final QuietEnvironment environment;
    private final MpiLibrary library;
    private final MpiCalls mpi;
    private final boolean sessions;
    private HydraFarewell farewell;
    /** MPI is initialised, or about to be, and not finalised: the launcher waits for that. */
    private volatile boolean open;
    /** A session is being opened, and that has not ended. */
    private volatile boolean connecting;
    private NativeCommunicator world;

    private NativeMpi(QuietEnvironment environment, MpiLibrary library) {
        this.environment = environment;
        this.library = library;
        mpi = new MpiCalls(library);
        sessions = library.has("MPI_Session_init");
    }

    /**
     * Loads the library. Nothing is initialised yet.
     *
     * @param caller in whose name the JDK's restricted methods are called
     * @param libraries names or paths to try
     * @return the library
     * @throws ClasscastException where none can be loaded
     */
    public static NativeMpi load(MethodHandles.Lookup caller, List<String> libraries) {
        ForeignCalls calls = new ForeignCalls(caller);
        return new NativeMpi(new QuietEnvironment(calls), MpiLibrary.load(calls, libraries));
    }

    /**
     * Whether the application can still initialise MPI itself, at any time.
     *
     * @return false for Open MPI 4 and older libraries
     */
    public boolean leavesInitToOthers() {
        return sessions;
    }

    /**
     * What was loaded.
     *
     * @return such as {@code Open MPI (libmpi.so.40)}
     */
    public String label() {
        return library.family.label + " (" + library.file + ")";
    }

    /**
     * Connects to the job.
     *
     * @return all its ranks, on a communicator of our own
     * @throws ClasscastException with the library's own words
     */
    public Communicator connect() {
        farewell = sessions ? HydraFarewell.prepare(library.calls(), System.getenv()) : null;
        Affinity affinity = Affinity.ofThisThread(library.calls());
        try {
            connecting = sessions;
            long own = sessions ? session() : initialised();
            int code = (int) library.function("MPI_Comm_set_errhandler", long.class, long.class).invokeExact(own,
                    library.handles.errorsReturn());
            library.check("MPI_Comm_set_errhandler", code);
            world = new NativeCommunicator(mpi, own);
            return world;
        } catch (ClasscastException e) {
            throw e;
        } catch (Throwable e) {
            throw new ClasscastException("cannot initialise " + label() + ": " + e, e);
        } finally {
            connecting = false;
            affinity.restore();
            environment.close();
        }
    }

    private long session() throws Throwable {
        MpiFamily.Handles handles = library.handles;
        MethodHandle init = library.function("MPI_Session_init", long.class, long.class, long.class);
        library.check("MPI_Session_init", (int) init.invokeExact(handles.noInfo(), handles.errorsReturn(), library.out()));
        long session = library.outHandle();
        ByteBuffer everyone = MpiLibrary.cString("mpi://WORLD");
        MethodHandle groupOf = library.function("MPI_Group_from_session_pset", long.class, long.class, long.class);
        library.check("MPI_Group_from_session_pset", (int) groupOf.invokeExact(session, library.addressOf(everyone),
                library.out()));
        long group = library.outHandle();
        Reference.reachabilityFence(everyone);
        ByteBuffer tag = MpiLibrary.cString("io.classcast");
        MethodHandle create = library.function("MPI_Comm_create_from_group", long.class, long.class, long.class, long.class,
                long.class);
        library.check("MPI_Comm_create_from_group", (int) create.invokeExact(group, library.addressOf(tag), handles.noInfo(),
                handles.errorsReturn(), library.out()));
        Reference.reachabilityFence(tag);
        return library.outHandle();
    }

    private long initialised() throws Throwable {
        MethodHandle initialized = library.function("MPI_Initialized", long.class);
        library.check("MPI_Initialized", (int) initialized.invokeExact(library.out()));
        if (library.outInt() != 0) {
            throw new ClasscastException("MPI is initialised already, by another agent");
        }
        open = true;
        MethodHandle init = library.function("MPI_Init_thread", long.class, long.class, int.class, long.class);
        library.check("MPI_Init_thread", (int) init.invokeExact(0L, 0L, library.family.threadSerialized, library.out()));
        MethodHandle dup = library.function("MPI_Comm_dup", long.class, long.class);
        library.check("MPI_Comm_dup", (int) dup.invokeExact(library.handles.world(), library.out()));
        return library.outHandle();
    }

    /**
     * The library's own broadcast over all ranks (MPI_Bcast): blocking, unchecked, from memory to memory. For comparisons.
     *
     * @param direct sent by rank 0, filled on the others, between position and limit
     */
    public void bareBroadcast(ByteBuffer direct) {
        world.blockingBroadcast(direct);
    }

    /**
     * Whether some rank has not come to the barrier of MPI's start-up yet: hydra ends with an error where one comes after others have
     * gone (MPICH 4.0.2).
     *
     * @return true where it is better to wait a while for that rank
     */
    public boolean mustNotLeaveYet() {
        return connecting && farewell != null;
    }

    /** The JVM ends: tells the launcher, where it waits for that. */
    public void leave() {
        if (farewell != null) {
            farewell.say();
        } else if (open) {
            PmixFarewell.say(library.calls());
        }
    }

    /**
     * Ends what must be ended: nothing with Sessions, MPI itself without. All ranks do this at the same point.
     */
    @Override
    public void close() {
        if (world == null || sessions) {
            return;
        }
        world = null;
        try {
            library.check("MPI_Finalize", (int) library.function("MPI_Finalize").invokeExact());
            open = false;
        } catch (ClasscastException e) {
            throw e;
        } catch (Throwable e) {
            throw new ClasscastException("MPI_Finalize failed: " + e, e);
        }
    }
}
