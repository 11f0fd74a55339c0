package io.classcast.mpi.foreign;

import io.classcast.ClasscastException;
import io.classcast.NativeMemory;
import io.classcast.mpi.Communicator;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * This process's part in a job of a native MPI library. Where the library has Sessions (MPI-4.1, 11.3: MPICH 4, Open MPI 5),
 * one is opened and never finalised: the application's own MPI_Init and MPI_Finalize then work untouched; the launcher gets its good-bye
 * from us. Where it has none
 * (Open MPI 4), MPI is initialised, and finalised as soon as the class path is served: from then on the process is for
 * mpirun what a program without MPI is, and may exit as it likes; MPICH 3 stays initialised. One thread.
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
    /** The good-bye of a process with PMIx will be said at its exit. */
    private volatile boolean farewellIsArranged;
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
     * @param calls to C
     * @param libraries names or paths to try
     * @return the library
     * @throws ClasscastException where none can be loaded
     */
    public static NativeMpi load(ForeignCalls calls, List<String> libraries) {
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
        Affinity affinity = Affinity.ofThisThread(library.calls());
        try {
            boolean openMpi = library.isOpenMpi();
            if (!openMpi) {
                LauncherSocket.mustBeConnected(library.calls(), System.getenv());
            }
            // Not before: a word of farewell to another program's socket would be one too many.
            farewell = openMpi ? null : HydraFarewell.prepare(library.calls(), System.getenv());
            connecting = sessions || farewell != null;
            long own = sessions ? session() : initialised();
            run("MPI_Comm_set_errhandler", own, library.handles.errorsReturn(), 0, 0, 0);
            world = new NativeCommunicator(mpi, own);
            if (sessions) {
                // Nothing of MPI is on its way any more; and a program that halts runs no shutdown hook.
                arrangeFarewell();
            }
            return world;
        } finally {
            connecting = false;
            affinity.restore();
            environment.close();
        }
    }

    private void run(String name, long a, long b, long c, long d, long e) {
        CFunction function = library.function(name);
        library.check(function, function.call(a, b, c, d, e, 0, 0, 0));
    }

    private long session() {
        MpiFamily.Handles handles = library.handles;
        run("MPI_Session_init", handles.noInfo(), handles.errorsReturn(), library.out(), 0, 0);
        long session = library.outHandle();
        ByteBuffer everyone = MpiLibrary.cString("mpi://WORLD");
        run("MPI_Group_from_session_pset", session, library.addressOf(everyone), library.out(), 0, 0);
        long group = library.outHandle();
        NativeMemory.free(everyone);
        ByteBuffer tag = MpiLibrary.cString("io.classcast");
        run("MPI_Comm_create_from_group", group, library.addressOf(tag), handles.noInfo(), handles.errorsReturn(), library.out());
        NativeMemory.free(tag);
        return library.outHandle();
    }

    private long initialised() {
        run("MPI_Initialized", library.out(), 0, 0, 0, 0);
        if (library.outInt() != 0) {
            throw new ClasscastException("MPI is initialised already, by another agent");
        }
        open = true;
        run("MPI_Init_thread", 0, 0, library.family.threadSerialized, library.out(), 0);
        run("MPI_Comm_dup", library.handles.world(), library.out(), 0, 0, 0);
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

    /**
     * All ranks, when each has done its last collective: returns when the last one has. Open MPI 5 ends a process that is still in one
     * and sees the socket of another closed, which has gone on and has ended (mca_pml_ob1_error_handler). MPI has no call that shuts this
     * gap: whatever is the last message, somebody waits for it. The launcher does.
     */
    public void complete() {
        if (sessions && world != null && library.isOpenMpi()) {
            Pmix.awaitAll(library.calls());
        }
    }

    /** The JVM ends: tells the launcher, where it waits for that. */
    public void leave() {
        if (farewell != null) {
            farewell.say();
        } else if (sessions || open) {
            arrangeFarewell();
        }
    }

    /** PRRTE, Open MPI 5's launcher, takes a process for crashed that has a session and no good-bye, as that of 4 does after MPI_Init. */
    private void arrangeFarewell() {
        if (farewell == null && !farewellIsArranged) {
            farewellIsArranged = true;
            Pmix.sayGoodByeAtExit(library.calls());
        }
    }

    /**
     * Ends what must be ended: nothing with Sessions, MPI itself without. Under hydra not even that (MPICH 3): it does not end the job any
     * more where a rank is killed after MPI_Finalize (3.4.1). All ranks do this at the same point.
     */
    @Override
    public void close() {
        if (world == null || sessions || farewell != null) {
            return;
        }
        world = null;
        run("MPI_Finalize", 0, 0, 0, 0, 0);
        open = false;
    }
}
